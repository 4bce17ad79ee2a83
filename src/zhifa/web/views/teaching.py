"""Scripted cases played in the browser: what would you do next? The engine's gates are the teacher."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.examination import LETTERS
from zhifa.core.teaching import Played, Script, Turn, play, script_of
from zhifa.web import viewmodels as vm
from zhifa.web.marks import lack, law_mark
from zhifa.web.personnel_pages import link
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "teachings"
LONGEST = 60
"""So many choices one play may hold."""


def scripts(visitor: Visitor) -> dict[str, Script]:
    """The scripts of today, by code."""
    return {code: script_of(entry) for code, entry in context().rules(visitor.day).entries("teaching").items()}


@require_safe
@signed_in("training.read")
def teachings(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The scripted cases."""
    entries = context().rules(visitor.day).entries("teaching")
    found = scripts(visitor)
    book = context().book
    rows = tuple(
        vm.Row(
            href=reverse("teaching", args=[code]),
            cells=(
                vm.Cell(text=one.title),
                vm.Cell(text=str(book.versions("procedure", one.procedure)[-1].data.get("title", one.procedure))),
                vm.Cell(text=f"{len(one.scenes)} 幕"),
                vm.Cell(law=law_mark(entries[code].cite)),
            ),
        )
        for code, one in found.items()
    )
    page = vm.ListPage(
        title="情景教学",
        lead="一步一步办一个虚构的案件；对错由办案时同一套规则判断，写明条文。",
        table=vm.TableView(
            caption="情景",
            columns=(vm.Column(label="情景", kind="main"), vm.Column(label="程序"), vm.Column(label="长度"),
                     vm.Column(label="依据")),
            rows=rows,
            empty=vm.Empty(what="还没有情景", how="规则维护人员在规则目录的 teaching 里写。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _turn(turn: Turn) -> vm.TeachingTurn:
    gates = tuple(lack(gate) for gate in turn.gates)
    if turn.choice.cite:
        gates = (*gates, vm.Lack(what=turn.message, law=law_mark(turn.choice.cite)))
    said = turn.message if turn.good else "" if turn.choice.cite else turn.message
    return vm.TeachingTurn(text=turn.choice.text, good=turn.good, said=said, lacks=gates)


def _page(script: Script, played: Played, did: list[int]) -> vm.TeachingPage:
    here = reverse("teaching", args=[script.code])
    scene = script.scenes[min(played.scene, len(script.scenes) - 1)]
    choices = () if played.over else tuple(
        vm.TeachingChoice(letter=LETTERS[n], text=choice.text,
                          href=f"{here}?{urlencode({'did': '.'.join(map(str, [*did, n]))})}")
        for n, choice in enumerate(scene.choices)
    )  # fmt: skip
    wrong = sum(1 for turn in played.turns if not turn.good)
    return vm.TeachingPage(
        title=script.title,
        lead=f"做了 {len(played.turns)} 次选择，其中 {wrong} 次行不通" if played.turns else "人物、单位均为虚构",
        scene=scene.text,
        number=played.scene + 1,
        scenes=len(script.scenes),
        choices=choices,
        turns=tuple(_turn(turn) for turn in played.turns),
        lesson=script.lesson if played.over else "",
        again=vm.Action(label="再来一遍", href=here),
        back=link("回到情景教学", "teachings"),
    )


@require_safe
@signed_in("training.read")
def teaching(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """One scripted case as far as it was played; the choices stand in the address and nowhere else."""
    script = scripts(visitor).get(code)
    if script is None:
        return missing(request, visitor, "没有这个情景。", to=("teachings", "看情景教学"))
    asked = str(request.GET.get("did", "")).split(".")[:LONGEST]
    did = [int(one) for one in asked if one.isdecimal() and len(one) < 3]
    played = play(script, did, context())
    return show_page(request, _page(script, played, did[: len(played.turns)]), shell=shell(request, visitor, HERE))


URLS = [
    path("teaching", teachings, name="teachings"),
    path("teaching/<str:code>", teaching, name="teaching"),
]
