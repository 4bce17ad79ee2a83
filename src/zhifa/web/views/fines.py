"""The fine ledger, and the bank's files set against it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.payments import import_payments, lines_of
from zhifa.core.payments import COLUMNS, REASONS
from zhifa.core.values import Refusal, format_yuan
from zhifa.ports.tables import LARGEST, TABLES
from zhifa.store.readers.fines import (
    AGES,
    PAGE,
    STATES,
    FineFilter,
    FineLine,
    FineTotals,
    ImportRead,
    fine_totals,
    fine_years,
    fines,
    payment_import,
    payment_imports,
)
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import OrganRead, names_of
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

COLUMNS_SHOWN = (
    vm.Column(label="案件", kind="main"),
    vm.Column(label="当事人"),
    vm.Column(label="决定", kind="date"),
    vm.Column(label="罚款", kind="money"),
    vm.Column(label="已缴", kind="money"),
    vm.Column(label="加处", kind="money"),
    vm.Column(label="缴纳期限", kind="date"),
    vm.Column(label="情况", kind="short"),
)
HEAD = (
    "案号", "案由", "当事人", "单位", "决定日期", "罚款（元）", "没收违法所得（元）", "没收财物价值（元）",
    "没收财物未估价", "已缴罚款（元）", "未缴罚款（元）", "加处罚款（元）", "已缴加处（元）", "减免加处（元）",
    "缴纳期限", "延期分期", "缴清日期", "申请法院日期", "收缴未缴付银行的期限", "情况",
)  # fmt: skip


def _filter(request: HttpRequest) -> FineFilter:
    age, year = str(request.GET.get("age", "")), str(request.GET.get("year", ""))
    state = str(request.GET.get("state", ""))
    return FineFilter(
        organ=str(request.GET.get("organ", ""))[:40],
        year=int(year) if year.isdecimal() and len(year) == 4 else 0,
        state=state if state in STATES else "",
        age=int(age) if age.isdecimal() and int(age) < len(AGES) else -1,
        query=str(request.GET.get("q", "")).strip()[:60],
    )


def _href(wanted: FineFilter, **more: str | int) -> str:
    asked: dict[str, str | int] = {
        "organ": wanted.organ, "year": wanted.year or "", "state": wanted.state,
        "age": wanted.age if wanted.age >= 0 else "", "q": wanted.query, **more,
    }  # fmt: skip
    said = urlencode({name: value for name, value in asked.items() if value != ""})
    return f"{reverse('fines')}?{said}" if said else reverse("fines")


@require_safe
@signed_in("fines.read")
def ledger(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every fine and confiscation within reach, with what is owed, paid, added and still to be handed in."""
    wanted, reach = _filter(request), visitor.reach("fines.read")
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        rows = [_exported(line, visitor.day) for line in fines(wanted, reach=reach, day=visitor.day, limit=0)]
        return export(f"罚款台账{visitor.day}", HEAD, rows, form)
    after = _after(str(request.GET.get("after", "")))
    found = fines(wanted, reach=reach, day=visitor.day, after=after, limit=PAGE + 1)
    shown, more = found[:PAGE], len(found) > PAGE
    within, totals = organs(reach=reach), fine_totals(wanted, reach=reach, day=visitor.day)
    page = vm.ListPage(
        title="罚款台账",
        lead="每个罚没决定一行，由案件自动得出；金额以决定书为准，加处的按今天计算。",
        actions=(vm.Action(label="银行对账", href=reverse("payment_files")),),
        tiles=_tiles(totals, wanted),
        years=_years(fine_years(reach), wanted),
        choices=_organs(within, wanted),
        table=vm.TableView(
            caption="罚款台账",
            columns=COLUMNS_SHOWN,
            rows=tuple(_row(line, visitor.day) for line in shown),
            query=wanted.query,
            query_href=_href(wanted, q=""),
            filters=_states(wanted, totals),
            pager=vm.Pager(
                shown=f"本页 {len(shown)} 件",
                first=_href(wanted) if after else "",
                next=_href(wanted, after=f"{shown[-1].decided_on}/{shown[-1].key}") if more else "",
            ),
            exports=tuple(
                vm.Action(label=f.upper(), href=_href(wanted, format=f), download=True) for f in ("csv", "xlsx")
            ),
            empty=vm.Empty(what="没有符合条件的罚没决定", how="作出罚款、没收决定以后自动列在这里。"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "fines"))


def _after(text: str) -> tuple[date, int] | None:
    day, _, key = text.partition("/")
    try:
        return (date.fromisoformat(day), int(key))
    except ValueError:
        return None


def _row(line: FineLine, day: date) -> vm.Row:
    late = line.standing and not line.settled_on and line.due_on is not None and line.due_on < day and line.fine_fen
    owed = max(line.surcharge_fen - line.waived_fen, 0)
    said = f"没收 {format_yuan(line.gains_fen + line.goods_fen)} 元" if line.gains_fen + line.goods_fen else ""
    unvalued = "没收财物未估价" if line.goods_unvalued else ""
    notes = [note for note in (said, unvalued, "已申请法院" if line.court_on else "") if note]
    if line.hand_in_due:
        notes.append(f"收缴的罚款应于 {line.hand_in_due} 前交出")
    return vm.Row(
        href=reverse("case", args=[line.case]),
        quiet=not line.standing,
        cells=(
            vm.Cell(text=line.number, sub=line.title),
            vm.Cell(text=line.party),
            vm.Cell(on=line.decided_on),
            vm.Cell(fen=line.fine_fen),
            vm.Cell(fen=line.paid_fen),
            vm.Cell(fen=owed or None, sub=f"减免 {format_yuan(line.waived_fen)}" if line.waived_fen else ""),
            vm.Cell(on=line.due_on),
            vm.Cell(text=line.state(day), sub="；".join(notes), level="yellow" if late else "none"),
        ),
    )


def _exported(line: FineLine, day: date) -> tuple[object, ...]:
    return (
        line.number, line.title, line.party, line.organ, line.decided_on, _yuan(line.fine_fen), _yuan(line.gains_fen),
        _yuan(line.goods_fen), "是" if line.goods_unvalued else "", _yuan(line.paid_fen), _yuan(line.left_fen),
        _yuan(line.surcharge_fen), _yuan(line.surcharge_paid_fen), _yuan(line.waived_fen), line.due_on, line.deferred,
        line.settled_on, line.court_on, line.hand_in_due, line.state(day),
    )  # fmt: skip


def _yuan(fen: int) -> float:
    return fen / 100


def _tiles(found: FineTotals, wanted: FineFilter) -> tuple[vm.Tile, ...]:
    def tile(label: str, fen: int, state: str, note: str = "") -> vm.Tile:
        figure = vm.Figure(text=format_yuan(fen), href=_href(wanted, state=state, age=""))
        return vm.Tile(label=label, figure=figure, unit="元", note=note)

    return (
        tile("决定罚款", found.fine_fen, "", f"{found.count} 件"),
        tile("已缴", found.paid_fen, "paid"),
        tile("未缴", found.left_fen, "unpaid", f"其中逾期 {format_yuan(found.overdue_fen)} 元 {found.overdue} 件"),
        tile("加处", found.surcharge_fen, "surcharged",
             f"已缴 {format_yuan(found.surcharge_paid_fen)}，减免 {format_yuan(found.waived_fen)}"),
        tile("没收", found.gains_fen + found.goods_fen, "goods",
             f"另有 {found.unvalued} 件财物未估价" if found.unvalued else ""),
        vm.Tile(label="收缴待缴银行", figure=vm.Figure(text=str(found.spot), href=_href(wanted, state="spot")),
                unit="件"),
    )  # fmt: skip


def _years(years: list[int], wanted: FineFilter) -> tuple[vm.Filter, ...]:
    every = vm.Filter(label="全部年度", href=_href(wanted, year=""), here=not wanted.year)
    return (every, *(vm.Filter(label=f"{y} 年", href=_href(wanted, year=y), here=y == wanted.year) for y in years))


def _organs(within: list[OrganRead], wanted: FineFilter) -> tuple[vm.Filter, ...]:
    if len(within) < 2:
        return ()
    every = vm.Filter(label="全部单位", href=_href(wanted, organ=""), here=not wanted.organ)
    return (
        every,
        *(vm.Filter(label=o.short, href=_href(wanted, organ=o.code), here=o.code == wanted.organ) for o in within),
    )


def _states(wanted: FineFilter, found: FineTotals) -> tuple[vm.Filter, ...]:
    """What the list may be narrowed to; unpaid fines also by how long they are overdue, with how many there are."""
    states = [
        vm.Filter(label=label, href=_href(wanted, state=code, age=""), here=code == wanted.state and wanted.age < 0)
        for code, label in STATES.items()
    ]
    ages = [
        vm.Filter(label=_age(n), href=_href(wanted, state="", age=n), here=n == wanted.age, count=str(many))
        for n, (many, _) in enumerate(found.ages)
        if many or n == wanted.age
    ]
    return (*states, *ages)


def _age(number: int) -> str:
    first, last = AGES[number]
    return f"逾期 {first}–{last} 日" if last else f"逾期 {first} 日以上"


def _own(visitor: Visitor) -> OrganRead | None:
    """The organ whose payments the visitor reconciles: his own."""
    within = organs(reach=visitor.reach("fines.reconcile"))
    return next((one for one in within if one.code == visitor.organ.code), None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("fines.reconcile")
def payment_files(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take in a file from the bank, and every file taken in before."""
    organ = _own(visitor)
    if organ is None:
        return missing(request, visitor)
    refused: Refusal | None = None
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            refused = Refusal("bad_input", "没有选择文件", "选择代收机构送来的表格", missing=("file",))
        elif (upload.size or 0) > LARGEST:
            refused = Refusal("bad_input", f"文件超过 {LARGEST >> 20} MB", "拆成几个文件", missing=("file",))
        else:
            done = import_payments(organ.code, str(upload.name), upload.read(), actor=visitor.actor)
            if not isinstance(done, Refusal):
                said = f"记入 {done.count('recorded')} 笔，以前已经记入 {done.count('already')} 笔"
                messages.success(request, f"{said}，不符 {done.mismatched + len(done.faults)} 行")
                where = reverse("payment_file", args=[done.number]) if done.number else reverse("payment_files")
                return HttpResponseRedirect(where, status=303)
            refused = done
    fields = [
        vm.FieldView(name="file", label="缴款文件", kind="file", single=True, accept=",".join(TABLES),
                     hint="CSV、XLSX；栏目：" + "、".join(titles[0] for titles in COLUMNS.values())),
    ]  # fmt: skip
    page = vm.FormPage(
        title="银行对账",
        lead=f"{organ.name}。相符的自动记入案件的“缴纳罚款”，不符的逐行说明；改正后可以整份再传，同一票据不会重复记。",
        form=admin_forms.form(
            code="payments", title="代收机构的缴款文件", verb="对账并记入", action=reverse("payment_files"),
            fields=fields, refused=refused,
        ),
        table=_files_table(payment_imports(organ.code)),
        back=vm.Action(label="回到罚款台账", href=reverse("fines")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "fines"), status=422 if refused else 200)


def _files_table(found: list[ImportRead]) -> vm.TableView:
    names = names_of({one.by for one in found})
    return vm.TableView(
        caption="对过的文件",
        columns=(
            vm.Column(label="文件", kind="main"),
            vm.Column(label="日期", kind="date"),
            vm.Column(label="经办", kind="short"),
            vm.Column(label="记入", kind="number"),
            vm.Column(label="已记过", kind="number"),
            vm.Column(label="不符", kind="number"),
        ),
        rows=tuple(
            vm.Row(
                href=reverse("payment_file", args=[one.number]),
                cells=(
                    vm.Cell(text=one.name, sub=f"摘要 {one.file[:16]}"),
                    vm.Cell(on=one.on),
                    vm.Cell(text=names.get(one.by, "命令行")),
                    vm.Cell(text=str(one.count("recorded"))),
                    vm.Cell(text=str(one.count("already"))),
                    vm.Cell(text=str(len(one.rows) - one.count("recorded", "already"))),
                ),
            )
            for one in found
        ),
        empty=vm.Empty(what="还没有对过文件", how="选择代收机构送来的表格。"),
    )


@require_safe
@signed_in("fines.reconcile")
def payment_file(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """One bank file, row by row: where it went, or why it did not fit."""
    organ = _own(visitor)
    found = payment_import(organ.code, number) if organ else None
    if found is None:
        return missing(request, visitor)
    payers = {row: line.payer for row, line in lines_of(found.file, found.name).items()}
    show = str(request.GET.get("show", ""))
    rows = [row for row in found.rows if not show or row["verdict"] not in {"recorded", "already"}]
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        head = ("行", "票据号码", "决定书文号", "缴款人", "金额（元）", "缴款日期", "结果", "说明", "办法")
        return export(f"对账结果{found.on}", head, [_result(row, payers) for row in rows], form)
    wrong = len(found.rows) - found.count("recorded", "already")
    where = reverse("payment_file", args=[number])
    page = vm.ListPage(
        title=f"对账：{found.name}",
        lead=f"{found.on} 读入，文件摘要 {found.file[:32]}。不符的改正文件后整份再传，或者在案件里登记。",
        actions=(vm.Action(label="改正后再传", href=reverse("payment_files")),),
        tiles=tuple(
            vm.Tile(label=label, figure=vm.Figure(text=str(many)), unit="行")
            for label, many in (("记入", found.count("recorded")), ("已记过", found.count("already")), ("不符", wrong))
        ),
        table=vm.TableView(
            caption="各行的结果",
            columns=(
                vm.Column(label="票据号码", kind="main"),
                vm.Column(label="决定书文号"),
                vm.Column(label="缴款人", kind="short"),
                vm.Column(label="金额", kind="money"),
                vm.Column(label="缴款日期", kind="short"),
                vm.Column(label="结果"),
            ),
            rows=tuple(_result_row(row, payers, where) for row in rows),
            filters=(
                vm.Filter(label="全部", href=where, here=not show, count=str(len(found.rows))),
                vm.Filter(label="不符的", href=f"{where}?show=wrong", here=bool(show), count=str(wrong)),
            ),
            exports=tuple(
                vm.Action(label=f.upper(), href=f"{where}?show={show}&format={f}", download=True)
                for f in ("csv", "xlsx")
            ),
            empty=vm.Empty(what="每一行都相符"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "fines"))


def _word(row: dict[str, object]) -> str:
    return REASONS.get(str(row["verdict"]), "读不出来")


def _fen(row: dict[str, object]) -> int:
    return int(str(row["amount_fen"]))


def _row_of(row: dict[str, object]) -> int:
    return int(str(row["row"]))


def _result(row: dict[str, object], payers: dict[int, str]) -> tuple[object, ...]:
    return (
        _row_of(row), row["receipt"], row["decision"], payers.get(_row_of(row), ""), _fen(row) / 100, row["paid_on"],
        _word(row), row["reason"], row["remedy"],
    )  # fmt: skip


def _result_row(row: dict[str, object], payers: dict[int, str], where: str) -> vm.Row:
    fits = row["verdict"] in {"recorded", "already"}
    said = "。".join(str(part) for part in (row["reason"], row["remedy"]) if part)
    return vm.Row(
        href=reverse("case", args=[row["case"]]) if row["case"] else where,
        quiet=row["verdict"] == "already",
        cells=(
            vm.Cell(text=str(row["receipt"] or "—"), sub=f"第 {row['row']} 行"),
            vm.Cell(text=str(row["decision"])),
            vm.Cell(text=payers.get(_row_of(row), "")),
            vm.Cell(fen=_fen(row) or None),
            vm.Cell(text=str(row["paid_on"])),
            vm.Cell(text=_word(row), sub=said, level="none" if fits else "yellow"),
        ),
    )


URLS = [
    path("fines", ledger, name="fines"),
    path("fines/payments", payment_files, name="payment_files"),
    path("fines/payments/<int:number>", payment_file, name="payment_file"),
]
