"""Two texts of law side by side: two versions of one law, or old articles and those that took their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TypeAlias

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from zhifa.acts.statutes import law_index
from zhifa.core.citations import Citation, Succession
from zhifa.core.lawdiff import Change, Pair, Piece, marked, paired
from zhifa.core.lawtext import Article, words_at
from zhifa.store.readers.library import InstrumentRead, articles_at, articles_of, instrument_read
from zhifa.web import viewmodels as vm
from zhifa.web.law_words import address, anchor, article_address, known_instrument, name_of
from zhifa.web.render import show_page
from zhifa.web.visitor import EVERYBODY, Visitor, missing, shell, signed_in

WORDS: dict[Change, str] = {"same": "未变", "changed": "改动", "moved": "只变条号", "gone": "删去", "new": "新增"}
NOT_LOADED = "正文未收录"
Place: TypeAlias = tuple[str, str, int, int]
Texts: TypeAlias = Mapping[Place, Article]


@require_safe
@signed_in(EVERYBODY)
def law_compare(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Two versions named by `from` and `to`; without them the articles the rules say took the place of others."""
    known = known_instrument(key)
    title = known.title if known else key.removeprefix("中华人民共和国")
    read = instrument_read(title)
    if read is None and known is None:
        return missing(
            request, visitor, "法规库和法规目录里都没有这部法。请从法规列表重新打开。", to=("laws", "看法规列表")
        )
    old, new = (str(request.GET.get(name, ""))[:10] for name in ("from", "to"))
    only = str(request.GET.get("show", ""))
    if read and (old or new):
        page = _versions(read, old, new, only)
    else:
        page = _successions(title, str(request.GET.get("with", ""))[:300])
    return show_page(request, page, shell=shell(request, visitor, "laws"))


def _back(title: str) -> vm.Action:
    return vm.Action(label=f"回到{title}", href=address(title))


def _versions(read: InstrumentRead, old: str, new: str, only: str) -> vm.LawCompare:
    labels = [text.label for text in read.texts]
    lacking = [label for label in (old, new) if label not in labels]
    pairs = [] if lacking else paired(articles_of(read.title, old), articles_of(read.title, new))
    counts = {change: sum(pair.change == change for pair in pairs) for change in WORDS}
    shown = [pair for pair in pairs if (pair.change == only if only in WORDS else only == "all" or _differs(pair))]
    said = "、".join(f"{WORDS[change]} {many} 条" for change, many in counts.items() if many)
    empty = None
    if lacking:
        held = "、".join(labels) or "没有"
        empty = vm.Empty(
            what=f"没有收录 {'、'.join(one or '（没有写）' for one in lacking)} 版", how=f"收录的版本：{held}"
        )
    elif not shown:
        what = "两个版本一字不差" if not any(map(_differs, pairs)) else "没有这一类的条文"
        empty = vm.Empty(what=what, how="换一类，或者看全部条文。")
    return vm.LawCompare(
        title=f"{read.title}：{old} 版与 {new} 版",
        lead=f"{said}。只比较文字；改动的字词加了标记。" if pairs else "",
        old=f"{old} 版",
        new=f"{new} 版",
        back=_back(read.title),
        pairs=tuple(_version_pair(read, pair, old, new) for pair in shown),
        filters=_filters(read, old, new, only, counts) if pairs else (),
        empty=empty,
    )


def _differs(pair: Pair) -> bool:
    return pair.change not in ("same", "moved")


def _filters(
    read: InstrumentRead, old: str, new: str, only: str, counts: dict[Change, int]
) -> tuple[vm.Filter, ...]:  # fmt: skip
    def link(show: str) -> str:
        return address(read.title, "law_compare", **{"from": old, "to": new, "show": show})

    kinds = [vm.Filter(label=WORDS[change], href=link(change), here=only == change, count=str(many))
             for change, many in counts.items() if many]  # fmt: skip
    first = vm.Filter(label="有差别的", href=link(""), here=only not in (*WORDS, "all"))
    return (first, *kinds, vm.Filter(label="全部条文", href=link("all"), here=only == "all"))


def _version_pair(read: InstrumentRead, pair: Pair, old: str, new: str) -> vm.LawPair:
    left, right = marked(pair.old.printed if pair.old else "", pair.new.printed if pair.new else "")
    both = pair.old is not None and pair.new is not None

    def side(article: Article | None, label: str, pieces: Sequence[Piece]) -> vm.LawSide:
        if article is None:
            return vm.LawSide(missing="没有这一条")
        at = anchor(article.number, article.sub)
        title = name_of(article, read.numbered_by)
        return vm.LawSide(title=title, href=address(read.title, version=label) + f"#{at}", pieces=_pieces(pieces, both))

    shown = pair.new or pair.old
    assert shown is not None
    return vm.LawPair(
        anchor=anchor(shown.number, shown.sub) + ("" if pair.new else "-old"),
        word=WORDS[pair.change],
        old=side(pair.old, old, left),
        new=side(pair.new, new, right),
    )


def _pieces(pieces: Iterable[Piece], mark: bool) -> tuple[vm.LawPiece, ...]:
    """Marks are for words that differ inside an article; an article that is all new needs none."""
    return tuple(vm.LawPiece(text=piece.text, marked=mark and piece.changed) for piece in pieces)


def _successions(title: str, beside: str) -> vm.LawCompare:
    """The articles of a law beside those that took their place; of a new law, beside those it replaced."""
    mine = [one for one in law_index().successions if title in _titles(one)]
    forwards = any(one.old.title == title for one in mine)
    others = [other for other in _laws(mine) if other != title]
    here = [one for one in mine if not beside or beside in _titles(one)]
    whole = sorted((one for one in here if not _inside(one, here)), key=partial(_in_order, _laws(mine)))
    texts = articles_at(place for one in whole for cited in (one.old, *one.new) if (place := _place(cited)))
    pairs = list(chain.from_iterable(_succession_pairs(one, texts) for one in whole))
    old, new = (title, "接替它的条文") if forwards else ("所接替的旧法条文", title)
    return vm.LawCompare(
        title=f"{title}：新旧条文对照",
        lead=f"规则登记了 {len(whole)} 处条文接替，只收乡镇街道常用的条文，不是全部对照。文字相近不等于处罚相同。"
        if whole
        else "",
        old=old,
        new=new,
        back=_back(title),
        pairs=tuple(pairs),
        choices=_choices(title, others, beside) if len(others) > 1 else (),
        empty=None
        if whole
        else vm.Empty(what="规则没有登记这部法的条文接替", how="两个版本都收录时，可以在法规页按版本对照。"),
    )


def _titles(one: Succession) -> list[str]:
    return [one.old.title, *(new.title for new in one.new)]


def _laws(successions: Sequence[Succession]) -> list[str]:
    """All laws that are named, in the order in which the rules name them first."""
    return list(dict.fromkeys(title for one in successions for title in _titles(one)))


def _in_order(laws: Sequence[str], one: Succession) -> tuple[int, ...]:
    """Law by law, and in each as its old articles stand."""
    old = one.old
    places = (old.article, old.sub, old.paragraph, old.item, old.point)
    return laws.index(old.title), *(place or 0 for place in places)


def _inside(one: Succession, others: Sequence[Succession]) -> bool:
    """Whether a wider place is mapped too: 119.1 is shown with 119."""
    return any(other is not one and other.old != one.old and other.old.contains(one.old) for other in others)


def _choices(title: str, others: Sequence[str], beside: str) -> tuple[vm.Filter, ...]:
    return (
        vm.Filter(label="全部", href=address(title, "law_compare"), here=not beside),
        *(vm.Filter(label=one, href=address(title, "law_compare", **{"with": one}), here=one == beside)
          for one in others),
    )  # fmt: skip


def _succession_pairs(one: Succession, texts: Texts) -> Iterator[vm.LawPair]:
    old_text = _words(one.old, texts)
    for new in one.new:
        new_text = _words(new, texts)
        left, right = marked(old_text or "", new_text or "")
        both = old_text is not None and new_text is not None
        yield vm.LawPair(
            anchor=anchor(one.old.article or 0, one.old.sub),
            word=f"{one.on} 起",
            old=_cited(one.old, old_text, left, both),
            new=_cited(new, new_text, right, both),
            note=one.note,
        )


def _cited(citation: Citation, text: str | None, pieces: Sequence[Piece], both: bool) -> vm.LawSide:
    return vm.LawSide(
        title=citation.chinese,
        href=article_address(citation),
        pieces=_pieces(pieces, both),
        missing="" if text is not None else NOT_LOADED,
    )


def _place(citation: Citation) -> Place | None:
    """The article that is cited; without a version that of the only or last one."""
    if citation.article is None:
        return None
    label = citation.version
    if label is None:
        known = known_instrument(citation.title)
        label = known.versions[-1].label if known else ""
    return citation.title, label, citation.article, citation.sub


def _words(citation: Citation, texts: Texts) -> str | None:
    """The cited words from the library."""
    place = _place(citation)
    article = texts.get(place) if place else None
    return words_at(article, citation, printed=True) if article else None


URLS = [path("laws/<str:key>/compare", law_compare, name="law_compare")]
