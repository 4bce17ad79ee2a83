"""Equipment, uniforms, rooms and vehicles: who has what, what is to be checked, what was scrapped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts import equipment as acts
from zhifa.core.permission import may
from zhifa.core.values import Refusal
from zhifa.store.readers.equipment import EquipmentRead, equipment, equipment_item
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day
from zhifa.web.marks import due_chip
from zhifa.web.personnel_pages import (
    acting_organs,
    asked_export,
    chosen_organ,
    exports_at,
    form_view,
    link,
    organ_choices,
    person_choice,
    staff_of,
    whole,
)
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "equipment"
SOON = timedelta(days=30)
COLUMNS = (
    vm.Column(label="名称", kind="main"),
    vm.Column(label="种类"),
    vm.Column(label="编号"),
    vm.Column(label="数量", kind="number"),
    vm.Column(label="状态"),
    vm.Column(label="领用人"),
    vm.Column(label="下次检查", kind="due"),
)
HEAD = (
    "名称",
    "种类",
    "编号",
    "数量",
    "单位",
    "状态",
    "领用人",
    "入库",
    "领用",
    "上次检查",
    "结果",
    "下次检查",
    "报废",
)


def kind_title(kind: str, day: date) -> tuple[str, str]:
    """A kind as people call it, and its unit."""
    entry = acts.equipment_kinds(day).get(kind)
    return (str(entry.data["title"]), str(entry.data["unit"])) if entry else (kind, "")


def state_cell(item: EquipmentRead, day: date) -> vm.Cell:
    """Where it is; with somebody who has left it must come back."""
    if item.holder and item.holder_left and item.holder_left <= day:
        return vm.Cell(text="领用人已离岗，未交回", level="red")
    return vm.Cell(text=item.state)


def row(item: EquipmentRead, day: date) -> vm.Row:
    """One line of the list."""
    title, unit = kind_title(item.kind, day)
    soon = item.next_check_on - SOON if item.next_check_on else None
    return vm.Row(
        href=reverse("equipment_item", args=[item.id]),
        quiet=item.state == "报废",
        cells=(
            vm.Cell(text=item.name),
            vm.Cell(text=title),
            vm.Cell(text=item.serial),
            vm.Cell(text=f"{item.quantity:,} {unit}"),
            state_cell(item, day),
            vm.Cell(text=item.holder_name, href=reverse("person", args=[item.holder]) if item.holder else ""),
            vm.Cell(due=due_chip(item.next_check_on, day=day, yellow_on=soon) if item.next_check_on else None),
        ),
    )


def table(
    found: list[EquipmentRead], day: date, *, empty: vm.Empty, exports: tuple[vm.Action, ...] = ()
) -> vm.TableView:
    """A list of equipment."""
    rows = tuple(row(item, day) for item in found)
    return vm.TableView(caption="装备", name="equipment", columns=COLUMNS, rows=rows, exports=exports, empty=empty)


def _tiles(found: list[EquipmentRead], day: date) -> tuple[vm.Tile, ...]:
    there = [item for item in found if item.state != "报废"]
    made = []
    for kind in dict.fromkeys(item.kind for item in there):
        title, unit = kind_title(kind, day)
        many = sum(item.quantity for item in there if item.kind == kind)
        made.append(vm.Tile(label=title, figure=vm.Figure(text=f"{many:,}"), unit=unit))
    over = sum(1 for item in there if item.next_check_on and item.next_check_on < day)
    made.append(vm.Tile(label="过期未检查", figure=vm.Figure(text=str(over)), unit="件",
                        level="red" if over else "none", word="红色" if over else ""))  # fmt: skip
    return tuple(made)


@require_safe
@signed_in("equipment.read")
def all_equipment(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The register of an organ and of those below it."""
    organ = chosen_organ(request, visitor, "equipment.read")
    if organ is None:
        return missing(request, visitor)
    found, day = equipment(reach=(organ.path,)), visitor.day
    rows = (
        (i.name, kind_title(i.kind, day)[0], i.serial, i.quantity, kind_title(i.kind, day)[1], i.state, i.holder_name,
         i.bought_on, i.issued_on, i.checked_on, i.check_result, i.next_check_on, i.scrapped_on)
        for i in found
    )  # fmt: skip
    if download := asked_export(request, f"{organ.short}执法装备", HEAD, rows):
        return download
    place = f"{reverse('equipment')}?{urlencode({'organ': organ.code})}"
    page = vm.ListPage(
        title="执法装备",
        lead=f"{organ.name}：装备、制式服装、用房、车辆",
        actions=(link("入库", "equipment_new", primary=True, organ=organ.code),)
        if visitor.may("equipment.manage")
        else (),
        choices=organ_choices(visitor, "equipment.read", reverse("equipment"), organ.code),
        tiles=_tiles(found, day) if found else (),
        table=table(found, day, exports=exports_at(place) if found else (),
                    empty=vm.Empty(what="还没有登记装备", how="入库以后可以领用、交回、检查、报废，每一步留痕。")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _managed(key: str, visitor: Visitor, action: str) -> EquipmentRead | None:
    found = equipment_item(key)
    return found if found and may(visitor.person, action, found.path, visitor.day) is None else None


@require_safe
@signed_in("equipment.read")
def item(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One thing and its life."""
    found = _managed(key, visitor, "equipment.read")
    if found is None:
        return missing(request, visitor, "没有这件装备，或者它不在您的权限范围内。", to=("equipment", "看装备"))
    title, unit = kind_title(found.kind, visitor.day)
    said = (
        ("种类", title), ("编号", found.serial), ("数量", f"{found.quantity:,} {unit}"), ("来源", found.source),
        ("入库", str(found.bought_on)), ("领用人", found.holder_name), ("领用", str(found.issued_on or "")),
        ("上次检查", f"{found.checked_on or ''} {found.check_result}".strip()),
        ("下次检查", str(found.next_check_on or "")), ("报废", str(found.scrapped_on or "")),
    )  # fmt: skip
    managing = _managed(key, visitor, "equipment.manage") and found.state != "报废"
    moves = ("return", "check") if found.state == "领用" else ("issue", "check", "scrap")
    page = vm.RecordPage(
        title=found.name,
        lead=found.organ_name,
        verdicts=(vm.Verdict(level=state_cell(found, visitor.day).level, word=state_cell(found, visitor.day).text),),
        actions=tuple(link(MOVES[move][0], "equipment_move", key, move) for move in moves) if managing else (),
        back=link("回到装备", "equipment"),
        facts=(vm.FactGroup(title="装备", rows=tuple(vm.FactRow(label=n, value=v) for n, v in said if v)),),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("equipment.manage")
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take something into the register."""
    within = acting_organs(visitor, "equipment.manage")

    def do(typed: Typed) -> Refusal | None:
        on, due = read_day(typed, "on", "入库日期"), read_day(typed, "next_check_on", "下次检查日期")
        if isinstance(on, Refusal) or isinstance(due, Refusal):
            return on if isinstance(on, Refusal) else due if isinstance(due, Refusal) else None
        bought = acts.Bought(
            typed.get("organ", ""), typed.get("kind", ""), typed.get("name", ""), on, typed.get("serial", ""),
            whole(typed.get("quantity", "")), typed.get("source", ""), due,
        )  # fmt: skip
        result = acts.buy(bought, actor=visitor.actor)
        return result if isinstance(result, Refusal) else None

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        kinds = [(code, f"{entry.data['title']}（{entry.data['unit']}）")
                 for code, entry in acts.equipment_kinds(visitor.day).items()]  # fmt: skip
        fields = [
            admin_forms.choice("organ", "单位", [(one.code, one.short) for one in within], typed.get("organ", "")),
            admin_forms.choice("kind", "种类", kinds, typed.get("kind", "")),
            admin_forms.text("name", "名称", typed.get("name", ""), hint="例如 执法记录仪 DSJ-A7"),
            admin_forms.text("serial", "编号", typed.get("serial", ""), required=False),
            admin_forms.whole("quantity", "数量", typed.get("quantity", "")),
            admin_forms.text("source", "来源", typed.get("source", ""), required=False, hint="采购合同、调拨文件"),
            admin_forms.day("on", "入库日期", typed.get("on", "")),
            admin_forms.day("next_check_on", "下次检查日期", typed.get("next_check_on", ""), required=False,
                            hint="不填按种类的检查周期推算"),
        ]  # fmt: skip
        form = admin_forms.form(code="equipment", title="装备入库", verb="入库", action=reverse("equipment_new"),
                                refused=refused, fields=fields)  # fmt: skip
        return vm.FormPage(title="装备入库", form=form, back=link("回到装备", "equipment"))

    own = str(request.GET.get("organ", "")) or (within[0].code if within else "")
    known: Mapping[str, str] = {"organ": own, "quantity": "1", "on": str(visitor.day)}
    return form_view(
        request, visitor, known=known, build=build, do=do, done="已入库", to=reverse("equipment"), here=HERE
    )


MOVES = {
    "issue": ("领用", "领用日期"),
    "return": ("交回", "交回日期"),
    "check": ("检查", "检查日期"),
    "scrap": ("报废", "报废日期"),
}


def _move(key: str, move: str, typed: Typed, visitor: Visitor) -> Refusal | None:
    on, later = read_day(typed, "on", MOVES[move][1]), read_day(typed, "next_on", "下次检查日期")
    if isinstance(on, Refusal) or isinstance(later, Refusal):
        return on if isinstance(on, Refusal) else later if isinstance(later, Refusal) else None
    said, actor = typed.get("said", ""), visitor.actor
    if move == "issue":
        return acts.issue(key, typed.get("person", ""), on=on, actor=actor)
    if move == "return":
        return acts.give_back(key, on=on, condition=said, actor=actor)
    if move == "check":
        return acts.check(key, on=on, result=said, next_on=later, actor=actor)
    return acts.scrap(key, on=on, reason=said, actor=actor)


def _move_fields(found: EquipmentRead, move: str, typed: Typed, visitor: Visitor) -> list[vm.FieldView]:
    day = admin_forms.day("on", MOVES[move][1], typed.get("on", ""))
    if move == "issue":
        return [person_choice("person", "领用人", staff_of(found.path, visitor), typed.get("person", "")), day]
    said = typed.get("said", "")
    if move == "check":
        later = admin_forms.day("next_on", "下次检查日期", typed.get("next_on", ""), required=False,
                                hint="不填按种类的检查周期推算")  # fmt: skip
        return [day, admin_forms.text("said", "检查结果", said, hint="例如 完好、已检定合格"), later]
    label = "状况" if move == "return" else "报废理由"
    return [day, admin_forms.text("said", label, said, required=move == "scrap")]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("equipment.manage")
def moved(request: HttpRequest, visitor: Visitor, key: str, move: str) -> HttpResponse:
    """Issue, take back, check or scrap one thing."""
    found = _managed(key, visitor, "equipment.manage")
    if found is None or move not in MOVES:
        return missing(request, visitor, "没有这件装备，或者它不在您的权限范围内。", to=("equipment", "看装备"))
    verb = MOVES[move][0]

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        form = admin_forms.form(code=move, title=verb, verb=verb, refused=refused,
                                action=reverse("equipment_move", args=[key, move]),
                                fields=_move_fields(found, move, typed, visitor))  # fmt: skip
        return vm.FormPage(title=f"{found.name} {found.serial}：{verb}", form=form,
                           back=link("回到这件装备", "equipment_item", key))  # fmt: skip

    return form_view(
        request, visitor, known={"on": str(visitor.day)}, build=build, here=HERE, done=f"{verb}已登记",
        do=lambda typed: _move(key, move, typed, visitor), to=reverse("equipment_item", args=[key]),
    )  # fmt: skip


URLS = [
    path("equipment", all_equipment, name="equipment"),
    path("equipment/new", new, name="equipment_new"),
    path("equipment/<str:key>", item, name="equipment_item"),
    path("equipment/<str:key>/<str:move>", moved, name="equipment_move"),
]
