"""The law library: all loaded instruments with their search, and one instrument to read as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.statutes import law_index
from zhifa.core.citations import Citation, Instrument
from zhifa.core.lawtext import Article
from zhifa.store.readers.library import (
    Hit,
    InstrumentRead,
    LawFilter,
    TextRead,
    around,
    article_hits,
    articles_of,
    instrument_page,
    instrument_read,
    instruments_counted,
    levels,
    library_size,
)
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.law_words import (
    NOW,
    PAST,
    address,
    anchor,
    day_words,
    excerpt,
    items_of,
    known_instrument,
    name_of,
    path_of,
    pieces,
    span,
    standing,
    state_on,
)
from zhifa.web.render import show_page
from zhifa.web.visitor import EVERYBODY, Visitor, missing, shell, signed_in

COLUMNS = (
    vm.Column(label="名称", kind="main"),
    vm.Column(label="级别", kind="short"),
    vm.Column(label="版本", kind="short"),
    vm.Column(label="施行", kind="date"),
    vm.Column(label="条数", kind="number"),
    vm.Column(label="今日", kind="short"),
)
EXPORT_HEAD = ("名称", "简称", "级别", "版本", "公布", "施行", "至", "今日", "条数", "日期来源", "目录", "文件")
STATES = (("全部", ""), ("施行中", "now"), ("已失效", "past"), ("尚未施行", "coming"))
LOADING = "先把文本和 INDEX.csv 放进一个目录，再在服务器上运行 zhifa import laws 目录；文本不随程序发布。"
PREFACE = 12
"""Lines before the first article: when it was passed and amended. A long notice is cut off."""
UNCHECKED = "据收集说明"
"""Said of the state of an instrument the index does not know: nobody has checked it."""
MOST = 10_000
"""Rows of one file."""


def day_asked(request: HttpRequest, visitor: Visitor) -> date:
    """The day the page is asked for; today where none is, or none that can be read."""
    try:
        return date.fromisoformat(str(request.GET.get("on", "")))
    except ValueError:
        return visitor.day


def _asked(request: HttpRequest) -> dict[str, str]:
    asked = {name: str(request.GET.get(name, "")).strip()[:60] for name in ("q", "level", "state")}
    return {name: value for name, value in asked.items() if value}


def _after(text: str) -> tuple[int, str] | None:
    rank, _, title = text[:320].partition("_")
    return (int(rank), title) if rank.isdecimal() and len(rank) < 4 and title else None


@require_safe
@signed_in(EVERYBODY)
def laws(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The instruments whose texts are loaded, and the articles that hold the words that are looked for."""
    asked = _asked(request)
    wanted = LawFilter(
        visitor.day, asked.get("q", ""), asked.get("level", ""), asked.get("state", ""),
        _after(str(request.GET.get("after", ""))),
    )  # fmt: skip
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return export("法规目录", EXPORT_HEAD, _rows(wanted), form)
    instruments, texts, articles = library_size()
    hits, more = article_hits(wanted) if wanted.query and wanted.after is None else ([], False)
    page = vm.LawLibrary(
        lead=f"收录 {instruments:,} 部、{texts:,} 个版本、{articles:,} 条；效力按 {day_words(visitor.day)} 计算"
        if instruments
        else "还没有收录任何文本",
        action=reverse("laws"),
        query=wanted.query,
        kept=tuple((name, value) for name, value in asked.items() if name != "q"),
        levels=_levels(asked) if instruments else (),
        states=tuple(
            vm.Filter(label=label, href=_place(asked, state=code), here=code == wanted.state) for label, code in STATES
        ),
        table=_table(wanted, asked),
        hits=tuple(_hit(hit, wanted) for hit in hits),
        hits_note=f"只列前 {len(hits)} 条，再加一个词可以缩小" if more else f"{len(hits)} 条",
        empty=None if instruments else vm.Empty(what="法规库里还没有文本", how=LOADING),
    )
    return show_page(request, page, shell=shell(request, visitor, "laws"))


def _place(asked: Mapping[str, str], **more: str) -> str:
    kept = {name: value for name, value in {**asked, **more}.items() if value}
    return f"{reverse('laws')}?{urlencode(kept)}" if kept else reverse("laws")


def _levels(asked: Mapping[str, str]) -> tuple[vm.Filter, ...]:
    here = asked.get("level", "")
    return (
        vm.Filter(label="全部级别", href=_place(asked, level=""), here=not here),
        *(vm.Filter(label=level or "未注明", href=_place(asked, level=level), here=level == here, count=str(many))
          for level, many in levels()),
    )  # fmt: skip


def _table(wanted: LawFilter, asked: Mapping[str, str]) -> vm.TableView:
    read, more = instrument_page(wanted)
    following = _place(asked, after=f"{read[-1].rank}_{read[-1].title}") if more else ""
    counted = instruments_counted(wanted)
    what = "名称里有这些词的法规" if wanted.query else "法规"
    return vm.TableView(
        caption=what,
        columns=COLUMNS,
        rows=tuple(_row(one, wanted.day) for one in read),
        pager=vm.Pager(
            shown=f"共 {counted:,} 部，本页 {len(read)} 部", first=_place(asked) if wanted.after else "", next=following
        ),
        exports=tuple(vm.Action(label=f.upper(), href=_place(asked, format=f), download=True) for f in ("csv", "xlsx"))
        if read
        else (),
        empty=vm.Empty(
            what="没有名称里有这些词的法规" if wanted.query else "没有符合条件的法规",
            how="看全部级别、全部状态。",
        ),
    )


def _shown(one: InstrumentRead, day: date) -> TextRead:
    """The version a list names: that of the day, else the last before it, else the first to come."""
    begun = [text for text in one.texts if not text.validity.start or text.validity.start <= day]
    return one.on(day) or (begun[-1] if begun else one.texts[0])


def _row(one: InstrumentRead, day: date) -> vm.Row:
    text = _shown(one, day)
    state, valid = standing(one, day)
    more = f"共 {len(one.texts)} 个版本" if len(one.texts) > 1 else ""
    beside = (
        ""
        if valid == (state_on(text.validity, day, replaced=text.replaced) == NOW)
        else f"收录的 {text.label} 版已失效"
    )
    sub = "；".join(said for said in (one.short, "" if one.known else "目录外", beside) if said)
    return vm.Row(
        href=address(one.title),
        quiet=not valid,
        cells=(
            vm.Cell(text=one.title, sub=sub),
            vm.Cell(text=one.level),
            vm.Cell(text=text.label or "未注明", sub=more),
            vm.Cell(
                on=text.validity.start, sub="据报道" if one.known and text.validity.start and not text.dated else ""
            ),
            vm.Cell(text=str(text.articles)),
            vm.Cell(text=state, sub="" if one.known else UNCHECKED),
        ),
    )


def _rows(wanted: LawFilter) -> Iterator[tuple[object, ...]]:
    """Everything the list shows, each loaded version a row."""
    read, _ = instrument_page(wanted, limit=MOST)
    for one in read:
        for text in one.texts:
            yield (
                one.title, one.short, one.level, text.label, text.promulgated, text.validity.start, text.validity.end,
                state_on(text.validity, wanted.day, replaced=text.replaced), text.articles,
                "已核" if text.dated else "据报道", "目录内" if one.known else "目录外", text.file,
            )  # fmt: skip


def _hit(hit: Hit, wanted: LawFilter) -> vm.LawHit:
    words = wanted.query.split()
    state = state_on(hit.validity, wanted.day, replaced=hit.replaced)
    return vm.LawHit(
        law=f"{hit.title}（{hit.label}）" if hit.label else hit.title,
        article=name_of(hit.article, hit.numbered_by),
        href=address(hit.title, version=hit.label, q=wanted.query) + f"#{anchor(hit.article.number, hit.article.sub)}",
        pieces=pieces(excerpt(hit.article.printed, words), words),
        path=path_of(hit.article),
        state="" if state == NOW else state,
    )


@require_safe
@signed_in(EVERYBODY)
def law_text(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One instrument as it stood on a day, or in a version asked for by its year."""
    known = known_instrument(key)
    read = instrument_read(known.title if known else key.removeprefix("中华人民共和国"))
    if read is None and known is None:
        return missing(
            request, visitor, "法规库和法规目录里都没有这部法。请从法规列表重新打开。", to=("laws", "看法规列表")
        )
    day = day_asked(request, visitor)
    label = str(request.GET.get("version", ""))[:10]
    if read is None:
        assert known is not None
        read = InstrumentRead(0, known.title, known.short, known.level, 0, known.numbered_by, True, ())
    page = _page(read, known, day, label, str(request.GET.get("q", ""))[:60].split())
    return show_page(request, page, shell=shell(request, visitor, "laws"))


def _chosen(read: InstrumentRead, known: Instrument | None, day: date, label: str) -> TextRead | None:
    """The version that is shown: the one asked for, that of the day, or the last before it where nothing follows."""
    if label:
        return next((text for text in read.texts if text.label == label), None)
    if (held := read.on(day)) or (known and known.on(day)) or not read.texts:
        return held
    return _shown(read, day)


def _page(
    read: InstrumentRead, known: Instrument | None, day: date, label: str, words: Sequence[str]
) -> vm.LawPage:  # fmt: skip
    text = _chosen(read, known, day, label)
    articles = articles_of(read.title, text.label) if text else []
    said, valid = _standing(read, known, text, day)
    old = text is not None and state_on(text.validity, day, replaced=text.replaced) == PAST
    before, behind = around(read.title, text.label) if text else ("", "")
    return vm.LawPage(
        title=read.title,
        meta=" · ".join(part for part in (read.level, read.short, "" if read.known else "目录外") if part),
        standing=said,
        valid=valid,
        action=address(read.title),
        on=day,
        version=label,
        versions=_versions(read, known, text, day),
        back=vm.Action(label="法规库", href=reverse("laws")),
        contents=_contents(articles, read.numbered_by),
        articles=_articles(read, text, articles, words, old=old) if text else (),
        preface=tuple(
            line for line in before.split("\n") if line and line.removeprefix("中华人民共和国") != read.title
        )[:PREFACE],
        annex=tuple(line for line in behind.split("\n") if line),
        notes=_notes(text) if text else (),
        flaws=tuple(f"{place}：{reason}" for place, reason, _ in text.flaws) if text else (),
        empty=None if text else _not_loaded(read, known, day, label),
    )


def _not_loaded(read: InstrumentRead, known: Instrument | None, day: date, label: str) -> vm.Empty:
    held = known.on(day) if known else None
    which = label or (held.label if held else "")
    what = f"{which} 版的正文还没有收录" if which else f"{day} 没有施行中的版本"
    return vm.Empty(what=what, how=LOADING if not read.texts else f"收录的版本见上；{LOADING}")


def _standing(read: InstrumentRead, known: Instrument | None, text: TextRead | None, day: date) -> tuple[str, bool]:
    """The first line: what the law is worth on the day, and which version is shown."""
    state, valid = standing(read, day) if read.texts or known else ("", False)
    said = f"{day_words(day)}　{state}" + ("" if known else f"（{UNCHECKED}）")
    if text and state_on(text.validity, day, replaced=text.replaced) != NOW:
        said += f"；下面是 {text.label or '收录的'} 版，{span(text.validity)}"
    if not valid and known and known.successors:
        said += "；由" + "、".join(f"《{Citation.parse(name).title}》" for name in known.successors) + "接替"
    return said, valid


def _notes(text: TextRead) -> tuple[str, ...]:
    said = [f"文件 {text.file}"]
    if text.note:
        said.append(f"收集说明：{text.note}")
    if not text.dated:
        said.append("施行日期据报道，不见于所收正文" if text.indexed else "施行日期取自 INDEX.csv，没有对照公报")
    return tuple(said)


def _versions(
    read: InstrumentRead, known: Instrument | None, here: TextRead | None, day: date
) -> tuple[vm.LawVersion, ...]:
    """All versions the index or the library knows, in order of time; what is loaded can be opened and compared."""
    loaded = {text.label: text for text in read.texts}
    spans = {version.label: version.validity for version in known.versions} if known else {}
    spans |= {label: text.validity for label, text in loaded.items()}
    made: list[vm.LawVersion] = []
    before = ""
    for label, validity in sorted(spans.items(), key=lambda each: each[1].start or date.min):
        compare = None
        if label in loaded and before:
            compare = vm.Action(label=f"与 {before} 版对照",
                                href=address(read.title, "law_compare", **{"from": before, "to": label}))  # fmt: skip
        made.append(
            vm.LawVersion(
                label=label or "未注明", span=span(validity),
                state=state_on(validity, day, replaced=label in loaded and loaded[label].replaced),
                href=address(read.title, version=label) if label in loaded else "",
                here=here is not None and here.label == label, compare=compare,
                note="" if label in loaded else "正文未收录",
            )
        )  # fmt: skip
        before = label if label in loaded else before
    return (*made, *_succession_link(read.title, made))


def _succession_link(title: str, made: list[vm.LawVersion]) -> tuple[vm.LawVersion, ...]:
    """A law one of whose articles took the place of another, or was replaced, can be compared with it."""
    replaced = any(one.old.title == title for one in law_index().successions)
    replacing = any(new.title == title for one in law_index().successions for new in one.new)
    if not replaced and not replacing:
        return ()
    label = "与接替它的条文对照" if replaced else "与它所接替的旧法条文对照"
    link = vm.Action(label=label, href=address(title, "law_compare"))
    return (vm.LawVersion(label="新旧条文", span="", state="", compare=link),)


def _contents(articles: Sequence[Article], numbered_by: str) -> tuple[vm.LawHeading, ...]:
    """Every 编, 章 and 节 with the articles it holds, in order."""
    made: list[tuple[tuple[str, ...], Article, Article]] = []
    held: dict[tuple[str, ...], int] = {}
    for article in articles:
        for depth in range(1, len(article.path) + 1):
            part = article.path[:depth]
            if part in held:
                first = made[held[part]][1]
                made[held[part]] = (part, first, article)
            else:
                held[part] = len(made)
                made.append((part, article, article))
    return tuple(
        vm.LawHeading(
            title=part[-1], depth=len(part), anchor=anchor(first.number, first.sub),
            articles=name_of(first, numbered_by) + (f"—{name_of(last, numbered_by)}" if last is not first else ""),
        )
        for part, first, last in made
    )  # fmt: skip


def _articles(
    read: InstrumentRead, text: TextRead, articles: Sequence[Article], words: Sequence[str], *, old: bool
) -> tuple[vm.LawArticle, ...]:
    replaced = _replaced(read.title, text.label) if old else {}
    made: list[vm.LawArticle] = []
    path: tuple[str, ...] = ()
    for article in articles:
        new = [d for d in range(len(article.path)) if article.path[: d + 1] != path[: d + 1]]
        at = anchor(article.number, article.sub)
        by = replaced.get((article.number, article.sub), ())
        made.append(
            vm.LawArticle(
                anchor=at,
                number=name_of(article, read.numbered_by),
                items=items_of(article, words),
                headings=tuple(vm.LawHeading(title=article.path[d], depth=d + 1, anchor="") for d in new),
                succession="由" + "、".join(one.chinese for one in by) + "接替" if by else "",
                compare=vm.Action(label="对照", href=address(read.title, "law_compare") + f"#{at}") if by else None,
            )
        )
        path = article.path
    return tuple(made)


def _replaced(title: str, label: str) -> Mapping[tuple[int, int], tuple[Citation, ...]]:
    """What took the place of the articles of a version, each as a whole."""
    places = {
        (one.old.article, one.old.sub)
        for one in law_index().successions
        if one.old.title == title and one.old.version in (None, label) and one.old.article
    }
    return {
        place: law_index().successors(Citation(title, label or None, place[0], place[1]))
        for place in places if place[0]
    }  # fmt: skip


URLS = [path("laws", laws, name="laws"), path("laws/<str:key>", law_text, name="law_text")]
