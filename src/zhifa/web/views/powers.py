"""What organs were given over matters: the list, one power with its matters, and the forms to register, end, move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.powers import PowerEntry, end_power, register_power
from zhifa.acts.statutes import ground
from zhifa.acts.succession import RULES, move_matters
from zhifa.acts.work import context
from zhifa.core.jurisdiction import ENTRUST, MODES, Power
from zhifa.core.permission import may
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.organs import organs
from zhifa.store.readers.powers import PowerLine, powers, powers_of
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.exports import export
from zhifa.web.marks import law_mark
from zhifa.web.matter_page import matter_href
from zhifa.web.power_rows import COLUMNS, FIELD, HEAD, chip, covered, file_rows, row, scope_words, sorted_lines
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

NO_POWER = "没有这项职权登记，或者它不在您的管理范围内。"
MATTER_COLUMNS = (
    vm.Column(label="事项", kind="main"),
    vm.Column(label="领域", kind="short"),
    vm.Column(label="依据"),
)


@require_safe
@signed_in("powers.read")
def power_list(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The powers registered in the reach; entrustments that ran out or soon will stand first."""
    place, mode = reverse("powers"), str(request.GET.get("mode", ""))
    query = str(request.GET.get("q", "")).strip()[:40]
    every = sorted_lines(powers(reach=visitor.reach("powers.read")), visitor.day)
    found = [
        (line, due)
        for line, due in every
        if mode in ("", line.power.mode)
        and query in f"{line.organ} {line.power.document} {line.power.principal} {scope_words(line.power, visitor.day)}"
    ]
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return export("职权登记", HEAD, file_rows(found, visitor.day), form)
    page = vm.ListPage(
        title="职权登记",
        lead="机关得到的赋权和委托；没有登记的，按事项目录所写的层级办理。",
        actions=(vm.Action(label="登记职权", href=reverse("power_new"), primary=True),)
        if visitor.may("powers.manage")
        else (),
        tiles=_tiles([due for _, due in every]) if every else (),
        table=vm.TableView(
            caption="职权",
            columns=COLUMNS,
            rows=tuple(row(line, due, visitor.day) for line, due in found),
            query=query,
            query_href=place,
            filters=tuple(
                vm.Filter(label=label, href=f"{place}?{urlencode({'mode': value})}" if value else place,
                          here=value == mode)
                for value, label in (("", "全部"), *((item, item) for item in MODES))
            ),
            exports=tuple(
                vm.Action(label=f.upper(), href=f"{place}?{urlencode({'q': query, 'mode': mode, 'format': f})}",
                          download=True)
                for f in ("csv", "xlsx")
            ) if found else (),
            empty=vm.Empty(
                what="没有符合条件的职权登记" if query or mode else "还没有登记职权",
                how="赋权决定、委托书由规则维护人员登记，到期前一个月在这里提醒。",
            ),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "powers"))


def _tiles(dues: Sequence[vm.DueChip]) -> tuple[vm.Tile, ...]:
    over, near = sum(d.level == "red" for d in dues), sum(d.level == "yellow" for d in dues)
    return (
        vm.Tile(label="登记的职权", figure=vm.Figure(text=f"{len(dues):,}"), unit="项"),
        vm.Tile(
            label="委托已届满，没有续签", figure=vm.Figure(text=str(over)), unit="项",
            level="red" if over else "none", word="红色" if over else "",
        ),
        vm.Tile(
            label="三十天内到期", figure=vm.Figure(text=str(near)), unit="项",
            level="yellow" if near else "none", word="黄色" if near else "",
        ),
    )  # fmt: skip


def _found(key: str, visitor: Visitor, action: str = "powers.read") -> PowerLine | None:
    return next((line for line in powers(reach=visitor.reach(action)) if line.power.id == key), None)


def _manages(line: PowerLine, visitor: Visitor) -> bool:
    return may(visitor.person, "powers.manage", line.path, visitor.day) is None


@require_safe
@signed_in("powers.read")
def power(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One power: under which document, for how long, over which matters."""
    line = _found(key, visitor)
    if line is None:
        return missing(request, visitor, NO_POWER)
    held = line.power
    due = chip(line, powers_of(held.organ), visitor.day)
    over = held.validity.end is not None and held.validity.end < visitor.day
    actions = (
        vm.Action(label="终止", href=reverse("power_end", args=[key])),
        vm.Action(label="划转给其他机关", href=reverse("power_move", args=[key])),
    )
    page = vm.ListPage(
        title=f"{line.organ} · {held.mode}",
        lead=_said(line),
        actions=actions if _manages(line, visitor) and not over else (),
        table=vm.TableView(
            caption="事项",
            columns=MATTER_COLUMNS,
            rows=tuple(
                vm.Row(
                    href=matter_href(entry.key),
                    cells=(
                        vm.Cell(text=str(entry.data.get("title", entry.key)), sub=entry.key),
                        vm.Cell(text=str(entry.data.get("field", ""))),
                        vm.Cell(law=law_mark(entry.cite, "事项的依据", entry.status)),
                    ),
                )
                for entry in covered(held, visitor.day)
            ),
            pager=vm.Pager(shown=f"{due.word} · 共 {len(covered(held, visitor.day))} 项事项"),
            empty=vm.Empty(what="范围内的事项今天都没有施行", how=f"登记的范围：{'、'.join(held.scope)}"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "powers"))


def _said(line: PowerLine) -> str:
    held = line.power
    start, end = held.validity.start, held.validity.end
    days = f"{show_date(start) if start else '最初'} 至 {show_date(end) if end else '没有期限'}"
    parts = [held.document or "法律规定", days]
    if held.mode == ENTRUST:
        parts.append(f"以{held.principal}的名义")
    if held.published_on:
        parts.append(f"{show_date(held.published_on)} 公布")
    if line.ended_why:
        parts.append(f"提前终止：{line.ended_why}" + ("（原机关办结已立案的案件）" if held.finishes else ""))
    return " · ".join(parts)


# ---- forms ----
def _organ_options(visitor: Visitor, action: str = "powers.manage") -> list[tuple[str, str]]:
    return [(organ.code, organ.short) for organ in organs(reach=visitor.reach(action))]


def _scope_fields(request: HttpRequest, day: date) -> list[vm.FieldView]:
    chosen = set(request.POST.getlist("scope")) | set(request.POST.getlist("fields"))
    entries = context().rules(day).entries("matter").values()
    fields = sorted({str(entry.data.get("field", "")) for entry in entries if entry.data.get("field")})
    ordered = sorted(entries, key=lambda entry: (entry.key not in chosen, str(entry.data.get("field", "")), entry.key))
    return [
        vm.FieldView(
            name="fields", label="整个领域", kind="picker", required=False, placeholder="筛选领域",
            options=tuple(vm.Option(value=f"{FIELD}{f}", label=f, selected=f"{FIELD}{f}" in chosen) for f in fields),
            hint="选中的领域以后增加的事项也在内",
        ),
        vm.FieldView(
            name="scope", label="单个事项", kind="picker", required=False, placeholder="按名称、领域或者代码筛选",
            options=tuple(
                vm.Option(
                    value=entry.key, label=str(entry.data.get("title", entry.key)), selected=entry.key in chosen,
                    note=f"{entry.data.get('field', '其他')} · {entry.key}",
                )
                for entry in ordered
            ),
        ),
    ]  # fmt: skip


def _terms(typed: Typed, visitor: Visitor, start: str) -> list[vm.FieldView]:
    """Document, principal and days of a power, as the law asks for them."""
    return [
        admin_forms.text("document", "赋权决定或者委托书", typed.get("document", ""), required=False,
                         hint="名称和文号，例如 渝府发〔2023〕3号；法定职权可以不填"),
        admin_forms.choice("principal_organ", "委托机关", _organ_options(visitor, "powers.read"),
                           typed.get("principal_organ", ""), required=False, hint="委托时填；以它的名义办案"),
        admin_forms.text("principal", "委托机关（不在列表中）", typed.get("principal", ""), required=False),
        admin_forms.day("start", "开始日期", typed.get("start", start)),
        admin_forms.day("end", "终止日期", typed.get("end", ""), required=False, hint="委托必须写明期限"),
        admin_forms.day("published_on", "向社会公布的日期", typed.get("published_on", ""), required=False,
                        hint="委托书公布以后才能登记"),
        admin_forms.text("reconsideration", "复议机关", typed.get("reconsideration", ""), required=False,
                         hint="不填即为委托机关的复议机关"),
        admin_forms.text("court", "法院", typed.get("court", ""), required=False),
    ]  # fmt: skip


def _entry(typed: Typed, scope: Sequence[str]) -> PowerEntry | Refusal:
    days: dict[str, date | None] = {}
    for name, label in (("start", "开始日期"), ("end", "终止日期"), ("published_on", "公布日期")):
        read = read_day(typed, name, label)
        if isinstance(read, Refusal):
            return read
        days[name] = read
    if days["start"] is None:
        return Refusal("bad_input", "请填写开始日期", "写作 2024-03-05", missing=("start",))
    return PowerEntry(
        organ=typed.get("organ", "")[:40],
        mode=typed.get("mode", ""),
        scope=tuple(scope),
        document=typed.get("document", ""),
        start=days["start"],
        end=days["end"],
        published_on=days["published_on"],
        principal=typed.get("principal", ""),
        principal_organ=typed.get("principal_organ", "")[:40],
        reconsideration=typed.get("reconsideration", ""),
        court=typed.get("court", ""),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("powers.manage")
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Register what an organ was given."""
    typed, refused = typed_of(request), None
    if request.method == "POST":
        scope = [*request.POST.getlist("fields"), *request.POST.getlist("scope")]
        entry = _entry(typed, scope)
        done = entry if isinstance(entry, Refusal) else register_power(entry, actor=visitor.actor)
        if isinstance(done, str):
            messages.success(request, "职权已登记，从开始日期起按它判断谁可以办")
            return HttpResponseRedirect(reverse("power", args=[done]), status=303)
        refused = done
    fields = [
        admin_forms.choice("organ", "得到职权的机关", _organ_options(visitor), typed.get("organ", "")),
        admin_forms.choice("mode", "方式", [(mode, mode) for mode in MODES], typed.get("mode", "")),
        *_scope_fields(request, visitor.day),
        *_terms(typed, visitor, str(visitor.day)),
    ]
    page = vm.FormPage(
        title="登记职权",
        lead="委托须有书面委托书，载明事项、权限、期限，并向社会公布。",
        form=admin_forms.form(
            code="power", title="登记职权", verb="登记", action=reverse("power_new"), fields=fields, refused=refused,
            cite=ground("entrustment").cite,
        ),
        back=vm.Action(label="回到职权登记", href=reverse("powers")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "powers"), status=422 if refused else 200)


def _about(held: Power, day: date) -> tuple[vm.FactGroup, ...]:
    rows = [
        vm.FactRow(label="方式", value=held.mode),
        vm.FactRow(label="范围", value=f"{scope_words(held, day)}（{len(covered(held, day))} 项）"),
        vm.FactRow(label="文件", value=held.document or "法律规定"),
    ]
    if held.principal:
        rows.append(vm.FactRow(label="委托机关", value=held.principal))
    if held.validity.end:
        rows.append(vm.FactRow(label="期限至", value=show_date(held.validity.end)))
    return (vm.FactGroup(title="原来的登记", rows=tuple(rows)),)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("powers.manage")
def end(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """End a power before its time."""
    line = _found(key, visitor, "powers.manage")
    if line is None:
        return missing(request, visitor, NO_POWER)
    typed, refused = typed_of(request), None
    if request.method == "POST":
        on = read_day(typed, "on", "终止日期")
        refused = on if isinstance(on, Refusal) else end_power(
            key, on=on or visitor.day, reason=typed.get("reason", ""), actor=visitor.actor,
            finishes=typed.get("finishes") == "yes",
        )  # fmt: skip
        if refused is None:
            messages.success(request, "职权已终止；此后立案的不再由这个机关办理")
            return HttpResponseRedirect(reverse("powers"), status=303)
    finishing = [("yes", "由原机关办结"), ("no", "不再办理，应当移送")]
    page = vm.FormPage(
        title=f"终止{line.organ}的{line.power.mode}",
        form=admin_forms.form(
            code="power-end", title="终止职权", verb="终止", action=reverse("power_end", args=[key]), refused=refused,
            fields=[
                admin_forms.day("on", "最后一日", typed.get("on", str(visitor.day))),
                admin_forms.text("reason", "理由", typed.get("reason", ""), hint="例如 委托机关收回"),
                admin_forms.choice("finishes", "已经立案的案件", finishing, typed.get("finishes", "yes")),
            ],
        ),
        facts=_about(line.power, visitor.day),
        back=vm.Action(label="回到这项职权", href=reverse("power", args=[key])),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "powers"), status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("powers.manage")
def move(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Move the matters of a power to another organ, with the rule for the cases that are open."""
    line = _found(key, visitor, "powers.manage")
    if line is None:
        return missing(request, visitor, NO_POWER)
    typed, refused = typed_of(request), None
    if request.method == "POST":
        entry = _entry(typed, line.power.scope)
        done = entry if isinstance(entry, Refusal) else move_matters(
            key, entry, reason=typed.get("reason", ""), rule=typed.get("rule", ""), actor=visitor.actor
        )  # fmt: skip
        if not isinstance(done, Refusal):
            moved = f"，{len(done.cases)} 件在办案件随之移交" if done.cases else ""
            messages.success(request, f"事项已划转{moved}")
            return HttpResponseRedirect(reverse("power", args=[done.powers[0]]), status=303)
        refused = done
    targets = [pair for pair in _organ_options(visitor) if pair[0] != line.power.organ]
    mode = typed.get("mode", line.power.mode)
    page = vm.FormPage(
        title=f"划转{line.organ}的{line.power.mode}事项",
        lead="原来的职权在开始日期的前一日终止，新的机关从开始日期起办理。",
        form=admin_forms.form(
            code="power-move", title="划转事项", verb="划转", action=reverse("power_move", args=[key]), refused=refused,
            fields=[
                admin_forms.choice("organ", "划转给", targets, typed.get("organ", "")),
                admin_forms.choice("mode", "新机关的方式", [(item, item) for item in MODES], mode),
                admin_forms.choice("rule", "在办案件", [(item, item) for item in RULES], typed.get("rule", "")),
                admin_forms.text("reason", "理由", typed.get("reason", ""), hint="例如 事项调整，渝北府发〔2026〕8号"),
                *_terms(typed, visitor, str(visitor.day)),
            ],
        ),
        facts=_about(line.power, visitor.day),
        back=vm.Action(label="回到这项职权", href=reverse("power", args=[key])),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "powers"), status=422 if refused else 200)


URLS = [
    path("powers", power_list, name="powers"),
    path("register-power", new, name="power_new"),
    path("powers/<str:key>", power, name="power"),
    path("powers/<str:key>/end", end, name="power_end"),
    path("powers/<str:key>/move", move, name="power_move"),
]
