"""The check of rules against law: every citation names a real article that says what the rule claims.

Against the index always: the instrument, the version and the article exist, and the version is law for as long as
the rule is. Against the texts wherever a site has loaded them: the numbers of days, amounts and words stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from zhifa.core.citations import Citation, Index, Instrument, Version
from zhifa.core.lawtext import Statute
from zhifa.core.numerals import chinese_number
from zhifa.core.values import Validity
from zhifa.core.worktime import Counting

_DIGIT = "零〇一二三四五六七八九十百千万亿两0-9"
_AT_ONCE = ("立即", "即时", "即行", "即刻", "当场", "当日", "及时", "随即", "同时")
UNIT_WORDS = {
    "day": ("日", "天", "个自然日"),
    "workday": ("个工作日", "日", "天", "工作日"),
    "hour": ("小时", "个小时"),
    "month": ("个月", "月"),
    "year": ("年",),
}
# How the statutes word the kinds of penalty that 行政处罚法 9 names.
_KINDS = {
    "没收违法所得": ("没收",),
    "没收非法财物": ("没收",),
    "暂扣许可证件": ("暂扣", "扣留"),
    "降低资质等级": ("降低",),
    "吊销许可证件": ("吊销",),
    "限制开展生产经营活动": ("限制",),
    "责令停产停业": ("停产", "停业", "停工", "暂停", "停止"),
    "责令关闭": ("关闭",),
    "限制从业": ("不得从事", "限制从业", "禁止", "不得担任"),
    "行政拘留": ("拘留",),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place in the rules says that one article, or several together, provide."""

    place: str
    citations: tuple[Citation, ...]
    validity: Validity = field(default_factory=Validity)
    length: int | None = None
    unit: str = "day"
    amounts: tuple[int, ...] = ()
    """Amounts in fen; each must stand in the text."""
    percents: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    """Multiples, as in 三倍以上五倍以下."""
    words: tuple[str, ...] = ()
    """Kinds of penalty and other words, and literal quotations."""
    status: str = "verified"


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that law does not bear out: where it stands, what it cites, what is wrong."""

    place: str
    citation: str
    message: str

    def __str__(self) -> str:
        return f"{self.place} · {self.citation}：{self.message}"


class Texts(Protocol):
    """Loaded texts by canonical title and version label; a mapping will do."""

    def get(self, key: tuple[str, str], default: None = None, /) -> Statute | None: ...


def check(
    claims: Iterable[Claim],
    index: Index,
    texts: Texts | None = None,
    countings: Mapping[str, Counting] | None = None,
) -> list[Problem]:
    """Everything that is wrong with the claims, in the order they were made.

    `countings` by instrument title lets a claim of working days rest on a statute that writes plain 日.
    """
    known: Texts = {} if texts is None else texts
    return [problem for claim in claims for problem in _check(claim, index, known, countings)]


def _check(claim: Claim, index: Index, texts: Texts, countings: Mapping[str, Counting] | None) -> Iterator[Problem]:
    read: list[str] = []
    complete = bool(claim.citations)
    for citation in claim.citations:
        found = index.find(citation.title)
        if found is None:
            near = "、".join(index.near(citation.title))
            said = f"法规目录中没有“{citation.title}”" + (f"，相近的有：{near}" if near else "")
            yield Problem(claim.place, str(citation), said)
            complete = False
            continue
        problem, version = _version(claim, citation, found)
        if problem:
            yield problem
            complete = False
            continue
        statute = texts.get((found.title, version.label)) if version else None
        if statute is None:
            complete = False
            continue
        text = statute.find(citation)
        if text is None:
            yield Problem(claim.place, str(citation), "正文中没有这一条、款或项")
            complete = False
        else:
            read.append(text)
    if complete and claim.status == "verified":
        cited = "；".join(str(citation) for citation in claim.citations)
        text = squeeze("\n".join(read))
        for said in (*_unsaid(claim, text), *_uncounted(claim, text, index, countings)):
            yield Problem(claim.place, cited, said)


def _version(claim: Claim, citation: Citation, found: Instrument) -> tuple[Problem | None, Version | None]:
    """The version the claim means, or what is wrong with it."""

    def wrong(message: str) -> tuple[Problem, None]:
        return Problem(claim.place, str(citation), message), None

    labels = "、".join(version.label for version in found.versions)
    if citation.version:
        version = found.version(citation.version)
        if version is None:
            return wrong(f"{found.title}没有 {citation.version} 年版本，收录的有：{labels}")
    else:
        version = _meant(claim, found)
    if message := _outlives(claim, found, version, fixed=citation.version is not None):
        return wrong(message)
    if claim.status == "verified" and version.status != "verified":
        return wrong(f"{found.title}({version.label})的正文未读，引用它的规则只能标 reported 或 configured")
    if citation.article is None:
        return None, version
    if version.highest is not None and citation.article > version.highest:
        unit = found.numbered_by
        said = f"{found.title}({version.label})共 {version.highest} {unit}，没有第 {citation.article} {unit}"
        return wrong(said)
    return None, version


def _meant(claim: Claim, found: Instrument) -> Version:
    """Without a version the day decides; the newest text that was read and lived with the rule stands for all."""
    shared = [version for version in found.versions if version.validity.overlaps(claim.validity)]
    read = [version for version in shared if version.status == "verified"]
    return (read or shared or list(found.versions))[-1]


def _outlives(claim: Claim, found: Instrument, version: Version, *, fixed: bool) -> str:
    """Why the version is not law for the whole life of the rule; empty when it is."""
    law, rule = version.validity, claim.validity
    began = law.start if fixed else found.since or found.versions[0].validity.start
    if rule.start and began and rule.start < began:
        return f"规则自 {rule.start} 起适用，而该版本自 {began} 起施行"
    last = law if fixed else found.versions[-1].validity
    if last.end and (rule.end is None or rule.end > last.end):
        until = f"适用至 {rule.end}" if rule.end else "没有终止日"
        return f'该版本施行至 {last.end}，而规则{until}；应以 to = "{last.end}" 结束并另立新版本'
    return ""


def _uncounted(claim: Claim, plain: str, index: Index, countings: Mapping[str, Counting] | None) -> Iterator[str]:
    """Working days claimed where the statute writes 日 and counts such a period in natural days."""
    if countings is None or claim.unit != "workday" or not claim.length:
        return
    size = abs(claim.length)
    if any(_stands(f"{number}{word}", plain) for number in _numbers(size) for word in ("个工作日", "工作日")):
        return
    titles = [found.title for found in (index.find(c.title) for c in claim.citations) if found]
    if not any(title in countings and countings[title].works(size) for title in titles):
        yield f"条文写“{chinese_number(size)}日”，该法并未规定这样的期限按工作日计算"


def _unsaid(claim: Claim, plain: str) -> Iterator[str]:
    """What the claim says and the cited words do not."""
    if claim.length is not None and not says_period(plain, abs(claim.length), claim.unit):
        if claim.length == 0:
            yield "条文没有“立即”“当场”“及时”一类的字样"
        else:
            names = "”或“".join(_period_forms(abs(claim.length), claim.unit)[:2])
            yield f"条文没有“{names}”"
    for amount in claim.amounts:
        if not any(_stands(form, plain) for form in money_forms(amount)):
            yield f"条文没有“{money_forms(amount)[0]}”"
    for number in claim.times:
        if not any(_stands(f"{form}倍", plain) for form in _numbers(number)):
            yield f"条文没有“{chinese_number(number)}倍”"
    for percent in claim.percents:
        said = f"百分之{chinese_number(percent)}(?![{_DIGIT}])|(?<![0-9.]){percent}[%％]"
        if not re.search(said, plain):
            yield f"条文没有“百分之{chinese_number(percent)}”"
    for word in claim.words:
        if not any(_says(squeeze(form), plain) for form in _KINDS.get(word, (word,))):
            yield f"条文没有“{word}”"


def squeeze(text: str) -> str:
    """Text without spaces, with one kind of quotation mark and no letter O for zero, for comparing words."""
    plain = re.sub(r"[\s　]+", "", text).translate(str.maketrans("〈〉０１２３４５６７８９", "《》0123456789"))
    return re.sub(r"(?<=[0-9])[OＯ]", "0", plain)


def _stands(form: str, text: str) -> bool:
    """Whether the number stands in the text as itself, not as the tail of a larger one."""
    return re.search(rf"(?<![{_DIGIT}]){re.escape(form)}", text) is not None


def _says(word: str, text: str) -> bool:
    """Whether the words stand in the text; 十日 is not found in 三十日."""
    return _stands(word, text) if re.match(f"[{_DIGIT}]", word) else word in text


def _numbers(number: int) -> list[str]:
    said = chinese_number(number)
    forms = [said, str(number)]
    if said.startswith("二") and (len(said) == 1 or said[1] in "百千万"):
        forms.append("两" + said[1:])
    if said == "一":
        forms.append("壹")
    return forms


def _period_forms(length: int, unit: str) -> list[str]:
    words = UNIT_WORDS.get(unit, (unit,))
    forms = [number + word for number in _numbers(length) for word in words]
    if unit == "month" and length == 6:
        forms.append("半年")
    return sorted(forms, key=lambda form: form[0].isdigit())


def says_period(text: str, length: int, unit: str) -> bool:
    """Whether the words contain this length of time; length 0 is 立即 and its like."""
    if length == 0:
        return any(word in text for word in _AT_ONCE)
    if any(_stands(form, text) for form in _period_forms(length, unit)):
        return True
    listed = f"“{chinese_number(length)}日”"
    return unit in ("day", "workday") and listed in text


def money_forms(fen: int) -> list[str]:
    """How statutes write an amount: 五万元, 50000元, 5万元."""
    if fen % 100:
        yuan, rest = divmod(fen, 100)
        return [f"{yuan}.{rest:02d}".rstrip("0") + "元"]
    yuan = fen // 100
    forms = [number + "元" for number in _numbers(yuan)] if yuan < 10**8 else [f"{yuan}元"]
    forms.append(f"{yuan:,}元")
    forms += [f"{yuan // unit}{word}元" for unit, word in ((1000, "千"), (100, "百")) if yuan and not yuan % unit]
    if yuan and yuan % 10**4 == 0:
        forms.append(f"{yuan // 10**4}万元")
    return forms


def gaps(index: Index) -> list[Problem]:
    """Versions of an instrument that overlap or leave days without a text between them."""
    problems = []
    for instrument in index.instruments:
        for earlier, later in _pairs(instrument.versions):
            end, start = earlier.validity.end, later.validity.start
            if end is None or start is None or end + timedelta(1) != start:
                said = f"{earlier.label} 版至 {end}，{later.label} 版自 {start}，首尾不相接"
                problems.append(Problem(f"instrument {instrument.title}", instrument.title, said))
    return problems


def unended(index: Index) -> Iterator[Problem]:
    """Instruments that others have replaced and that nobody ended, and articles replaced before or after their end."""
    for instrument in index.instruments:
        if instrument.successors and instrument.versions[-1].validity.end is None:
            said = f"写了 successors，{instrument.versions[-1].label} 版没有终止日 to"
            yield Problem(f"instrument {instrument.title}", instrument.title, said)
    for succession in index.successions:
        found = index.find(succession.old.title)
        version = found.version(succession.old.version) if found and succession.old.version else None
        end = version.validity.end if version else None
        if version and end != succession.on - timedelta(1):
            said = f"自 {succession.on} 起由新条接替，而该版本{f'施行至 {end}' if end else '没有终止日'}"
            yield Problem(f"successor {succession.old}", str(succession.old), said)


def last_articles(index: Index, texts: Texts) -> Iterator[Problem]:
    """Versions whose last article by the index is not that of their text."""
    for instrument in index.instruments:
        for version in instrument.versions:
            statute = texts.get((instrument.title, version.label)) if version.highest else None
            if statute and statute.highest != version.highest:
                said = f"highest 写 {version.highest}，正文末条是第 {statute.highest} {instrument.numbered_by}"
                yield Problem(f"instrument {instrument.title}", f"{instrument.title}({version.label})", said)


def _pairs(versions: Sequence[Version]) -> Iterator[tuple[Version, Version]]:
    return zip(versions, versions[1:], strict=False)
