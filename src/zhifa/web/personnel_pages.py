"""What the pages about people have in common: one's organs, choices of persons, forms that act and lead on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from zhifa.core.values import Refusal
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import OrganRead, StaffLine, staff
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, typed_of
from zhifa.web.exports import export
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell


def acting_organs(visitor: Visitor, action: str) -> Sequence[OrganRead]:
    """The organs for which a visitor may do something, their own first."""
    found = organs(reach=visitor.reach(action))
    return sorted(found, key=lambda organ: organ.code != visitor.organ.code)


def chosen_organ(request: HttpRequest, visitor: Visitor, action: str) -> OrganRead | None:
    """The organ asked for, else one's own, else the first within the reach; None out of reach."""
    within = acting_organs(visitor, action)
    asked = str(request.GET.get("organ", ""))
    if asked:
        return next((organ for organ in within if organ.code == asked), None)
    return within[0] if within else None


def organ_choices(visitor: Visitor, action: str, place: str, here: str) -> tuple[vm.Filter, ...]:
    """The organs to look at, where there are several."""
    within = acting_organs(visitor, action)
    if len(within) < 2:
        return ()
    return tuple(
        vm.Filter(label=organ.short, href=f"{place}?{urlencode({'organ': organ.code})}", here=organ.code == here)
        for organ in within
    )


def serving(lines: Iterable[StaffLine], visitor: Visitor) -> list[StaffLine]:
    """Those who have not left."""
    return [line for line in lines if not (line.left_on and line.left_on <= visitor.day)]


def staff_of(path: str, visitor: Visitor) -> list[StaffLine]:
    """Everybody serving in an organ and below it."""
    return serving(staff(reach=(path,)), visitor)


def person_options(lines: Iterable[StaffLine], chosen: Iterable[str]) -> tuple[vm.Option, ...]:
    """Persons to tick."""
    ticked = set(chosen)
    return tuple(
        vm.Option(
            value=line.person.id, label=line.person.name, note=line.post or line.organ,
            selected=line.person.id in ticked,
        )
        for line in lines
    )  # fmt: skip


def person_choice(name: str, label: str, lines: Iterable[StaffLine], chosen: str, *, hint: str = "") -> vm.FieldView:
    """One person to choose."""
    options = tuple(
        vm.Option(value=o.value, label=f"{o.label}（{o.note}）" if o.note else o.label, selected=o.selected)
        for o in person_options(lines, [chosen])
    )
    return vm.FieldView(name=name, label=label, kind="choice", options=options, hint=hint)


def long_text(name: str, label: str, value: str = "", *, required: bool = True, hint: str = "") -> vm.FieldView:
    return vm.FieldView(name=name, label=label, kind="longtext", value=value, required=required, hint=hint)


Build = Callable[[Typed, Refusal | None], vm.FormPage]
Do = Callable[[Typed], "Refusal | None"]


def form_view(
    request: HttpRequest, visitor: Visitor, *, known: Typed, build: Build, do: Do, done: str, to: str, here: str
) -> HttpResponse:
    """A page that is one form: shown, or acted on and left for `to`; what was refused keeps what was typed."""
    typed, refused = known, None
    if request.method == "POST":
        typed = typed_of(request)
        refused = do(typed)
        if refused is None:
            messages.success(request, done)
            return HttpResponseRedirect(to, status=303)
    page = build(typed, refused)
    return show_page(request, page, shell=shell(request, visitor, here), status=422 if refused else 200)


def whole(text: str) -> int:
    """A whole number as typed; -1 where it is none, which no act accepts."""
    return int(text) if text.isdecimal() and len(text) < 7 else -1


def exports_at(place: str) -> tuple[vm.Action, ...]:
    """The two forms in which a list can be taken away."""
    mark = "&" if "?" in place else "?"
    return tuple(
        vm.Action(label=form.upper(), href=f"{place}{mark}format={form}", download=True) for form in ("csv", "xlsx")
    )


def asked_export(
    request: HttpRequest, title: str, head: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse | None:
    """The table as a file where that was asked for."""
    form = str(request.GET.get("format", ""))
    return export(title, head, rows, form) if form in {"csv", "xlsx"} else None


def link(label: str, name: str, *args: object, primary: bool = False, **more: str) -> vm.Action:
    """A link to a page by its name."""
    query = f"?{urlencode(more)}" if more else ""
    return vm.Action(label=label, href=f"{reverse(name, args=args)}{query}", primary=primary)
