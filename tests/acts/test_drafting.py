"""Drafts of rules: who may do what, what stands in the way, and that the journal is the truth of what was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.acts.conftest import PATH, TOWN
from tests.web.conftest import ago, ordinary
from zhifa.acts import publishing
from zhifa.acts.drafting import (
    Written,
    approve_draft,
    enter_draft,
    publish_draft,
    refuse_draft,
    rescind_draft,
    withdraw_draft,
)
from zhifa.acts.effects import effects_on
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.rulecheck import try_out
from zhifa.acts.work import INSTALLER, Actor, context, today
from zhifa.core.ruledraft import read_text, starting_text
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import differences
from zhifa.ports.rules import published_folder, rulebook
from zhifa.store.readers.rule_drafts import draft_lines, read_draft, touched_cases
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

STALL = "city.stall.roadside"
TOMORROW = today() + timedelta(days=1)


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A site with an empty folder of its own."""
    place = tmp_path / "rules"
    place.mkdir()
    monkeypatch.setenv("ZHIFA_RULES", str(place))
    yield place
    monkeypatch.undo()
    rulebook()


@pytest.fixture
def staff(town: Organ) -> dict[str, Actor]:
    """Two editors and the head of the district, and an editor of one town."""
    Organ.objects.create(code="qu", path="500112/", name="渝北区人民政府", short="区政府", mark="渝北府", level="区县")
    for name, role, path in (
        ("编甲", "catalogue_editor", "500112/"),
        ("编乙", "catalogue_editor", "500112/"),
        ("区长", "head", "500112/"),
        ("镇编", "catalogue_editor", PATH),
    ):
        given = (RoleGiven(role, path),)
        assert register_officer(Registration(name, name, TOWN, given), actor=INSTALLER) is None
    return {
        name: Actor(found, name) for name, found in people(["编甲", "编乙", "区长", "镇编", "周强", "王立"]).items()
    }


def text_of(code: str = STALL, section: str = "matter") -> str:
    entry = rulebook().as_of(today()).entry(section, code)
    assert entry is not None
    return starting_text(entry)


def renamed(title: str) -> str:
    return text_of().replace("在主次干道两侧设置经营性摊点", title)


def entered(staff: dict[str, Actor], text: str, *, by: str = "编甲", effective: date = TOMORROW) -> str:
    made = enter_draft(Written(text, effective, "测试修改"), actor=staff[by])
    assert isinstance(made, str), made
    return made


def version(key: str) -> int:
    draft = read_draft(key)
    assert draft is not None
    return draft.version


def approved(staff: dict[str, Actor], text: str, *, effective: date = TOMORROW) -> str:
    key = entered(staff, text, effective=effective)
    assert approve_draft(key, version(key), actor=staff["编乙"]) is None
    return key


@pytest.mark.django_db(transaction=True)
def test_a_draft_becomes_the_rule_of_its_day_and_the_old_one_stays_for_the_days_before(
    staff: dict[str, Actor], site: Path
) -> None:
    before = rulebook().digest
    key = approved(staff, renamed("占道摆摊"))
    assert publish_draft(key, version(key), actor=staff["编甲"]) is None
    assert [path.name for path in (site / "published").glob("*.toml")] == ["0001.toml"]
    book = rulebook()
    assert book.digest != before
    titles = [book.as_of(day).entries("matter")[STALL].data["title"] for day in (today(), TOMORROW)]
    assert titles == ["在主次干道两侧设置经营性摊点", "占道摆摊"]
    draft = read_draft(key)
    assert draft is not None
    assert (draft.state, draft.approver, draft.publisher) == ("published", "编乙", "编甲")


def test_the_author_never_approves_and_neither_does_the_head_of_a_town(staff: dict[str, Actor]) -> None:
    key = entered(staff, renamed("占道摆摊"))
    said = {}
    for name in ("编甲", "周强", "王立", "镇编"):
        refused = approve_draft(key, version(key), actor=staff[name])
        assert isinstance(refused, Refusal)
        said[name] = refused.code
    assert said == {"编甲": "separation", "周强": "forbidden", "王立": "forbidden", "镇编": "forbidden"}
    assert enter_draft(Written(renamed("改"), TOMORROW, "第二人也写"), actor=staff["编乙"], key=key, version=1) == key
    refused = approve_draft(key, version(key), actor=staff["编甲"])
    assert isinstance(refused, Refusal), "whoever wrote at it once stays an author"
    assert approve_draft(key, version(key), actor=staff["区长"]) is None


def test_only_editors_of_the_district_write_drafts(staff: dict[str, Actor]) -> None:
    for name in ("王立", "区长", "镇编"):
        refused = enter_draft(Written(renamed("改"), TOMORROW, "理由"), actor=staff[name])
        assert isinstance(refused, Refusal)
        assert refused.code == "forbidden"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[matter]\ncode=", "第 1 行"),
        ('[[matter]]\ntitle = "无码"\n', "缺 code"),
        ('[[step]]\ncode = "filing"\n', "草案只能写"),
        ("x = 1.5", "草案只能写"),
        ("", "内容"),
    ],
)
def test_bad_words_are_kept_and_said(staff: dict[str, Actor], text: str, said: str) -> None:
    made = enter_draft(Written(text, TOMORROW, "理由"), actor=staff["编甲"])
    if isinstance(made, Refusal):
        assert said in made.message
        return
    draft = read_draft(made)
    assert draft is not None
    assert draft.text == text
    refused = approve_draft(made, 1, actor=staff["编乙"])
    assert isinstance(refused, Refusal)
    assert said in " ".join(gate.message for gate in refused.gates)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("max = 50000", "max = 4000", "min"),
        ('benchmark = "city.stall.roadside"', 'benchmark = "no.such"', "裁量基准"),
        ("条例(2018)#18.2", "条例(2018)#999", "没有第 999"),
        ("kind =", "knid =", "没有“knid”"),
    ],
)
def test_a_draft_is_held_to_what_every_rule_is_held_to(staff: dict[str, Actor], old: str, new: str, said: str) -> None:
    key = entered(staff, text_of().replace(old, new))
    refused = approve_draft(key, version(key), actor=staff["编乙"])
    assert isinstance(refused, Refusal)
    assert said in " ".join(gate.message for gate in refused.gates)


def test_no_rule_reaches_back_except_with_its_law(staff: dict[str, Actor]) -> None:
    key = entered(staff, renamed("占道摆摊"), effective=today() - timedelta(days=3))
    refused = approve_draft(key, version(key), actor=staff["编乙"])
    assert isinstance(refused, Refusal)
    assert "不溯及既往" in refused.message
    law = rulebook().as_of(today()).entry("matter", STALL)
    assert law is not None
    late = try_out(rulebook(), text_of(), date(2018, 7, 26), number=1, today=today())
    assert not any("不溯及既往" in problem.message for problem in late.problems), "the cited text began on this day"


def test_an_approval_is_of_the_words_that_were_seen(staff: dict[str, Actor]) -> None:
    key = entered(staff, renamed("占道摆摊"))
    seen = version(key)
    assert enter_draft(Written(renamed("再改"), TOMORROW, "改字"), actor=staff["编甲"], key=key, version=seen) == key
    refused = approve_draft(key, seen, actor=staff["编乙"])
    assert isinstance(refused, Refusal)
    assert "刚被改过" in refused.message
    assert approve_draft(key, version(key), actor=staff["编乙"]) is None
    assert (
        enter_draft(Written(renamed("三改"), TOMORROW, "改"), actor=staff["编甲"], key=key, version=version(key)) == key
    )
    draft = read_draft(key)
    assert draft is not None
    assert draft.state == "waiting", "writing at it makes the approval void"
    assert isinstance(publish_draft(key, version(key), actor=staff["编甲"]), Refusal)


@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_of_one_rule_the_second_is_judged_with_the_first(staff: dict[str, Actor]) -> None:
    first, second = entered(staff, renamed("甲名")), entered(staff, renamed("乙名"))
    assert approve_draft(first, version(first), actor=staff["编乙"]) is None
    refused = approve_draft(second, version(second), actor=staff["编乙"])
    assert isinstance(refused, Refusal)
    assert "重叠" in refused.message
    later = Written(renamed("乙名"), TOMORROW + timedelta(days=30), "改到下月")
    assert enter_draft(later, actor=staff["编甲"], key=second, version=version(second)) == second
    assert approve_draft(second, version(second), actor=staff["编乙"]) is None
    for key in (second, first):
        assert publish_draft(key, version(key), actor=staff["编甲"]) is None
    book = rulebook()
    days = (today(), TOMORROW, TOMORROW + timedelta(days=30))
    assert [book.as_of(day).entries("matter")[STALL].data["title"] for day in days][1:] == ["甲名", "乙名"]


def test_refused_and_withdrawn_drafts_are_kept_with_their_reasons(staff: dict[str, Actor]) -> None:
    one, other = entered(staff, renamed("甲")), entered(staff, renamed("乙"))
    assert isinstance(refuse_draft(one, 1, " ", actor=staff["编乙"]), Refusal)
    assert refuse_draft(one, 1, "没有依据", actor=staff["编乙"]) is None
    assert withdraw_draft(other, 1, "写错了", actor=staff["编甲"]) is None
    kept = [read_draft(key) for key in (one, other)]
    assert [(d.state, d.why) for d in kept if d] == [("refused", "没有依据"), ("withdrawn", "写错了")]
    assert {line.state for line in draft_lines()} == {"refused", "withdrawn"}
    again = enter_draft(Written(renamed("丙"), TOMORROW, "再写"), actor=staff["编甲"], key=one, version=2)
    assert isinstance(again, Refusal)


@pytest.mark.django_db(transaction=True)
def test_the_files_are_written_again_from_the_journal(
    staff: dict[str, Actor], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = approved(staff, renamed("占道摆摊"))
    with monkeypatch.context() as stopped:
        # The program stops after the transaction and before the file.
        stopped.setattr("zhifa.acts.drafting.write_out", lambda: None)
        assert publish_draft(key, version(key), actor=staff["编甲"]) is None
    assert not (site / "published").exists()
    assert publishing.compare().missing == ("0001.toml",)
    assert publishing.write_out().agrees
    place = published_folder() / "0001.toml"
    place.write_text("# 有人改过\n", encoding="utf-8")
    (published_folder() / "0099.toml").write_text("x = 1\n", encoding="utf-8")
    laid = publishing.compare()
    assert (laid.different, laid.unknown) == (("0001.toml",), ("0099.toml",))
    assert publishing.write_out().agrees
    assert (published_folder() / "0099.toml.unknown").exists()
    assert rulebook().as_of(TOMORROW).entries("matter")[STALL].data["title"] == "占道摆摊"


@pytest.mark.django_db(transaction=True)
def test_what_has_not_begun_may_be_stopped_and_what_has_may_not(staff: dict[str, Actor], site: Path) -> None:
    coming, begun = approved(staff, renamed("明天")), approved(staff, text_of("city.pile"), effective=today())
    for key in (coming, begun):
        assert publish_draft(key, version(key), actor=staff["编甲"]) is None
    assert isinstance(rescind_draft(begun, version(begun), "撤", actor=staff["编乙"]), Refusal)
    assert rescind_draft(coming, version(coming), "文件有误", actor=staff["编乙"]) is None
    assert [path.name for path in sorted((site / "published").glob("*.toml"))] == ["0002.toml"]
    assert "明天" not in str(rulebook().as_of(TOMORROW).entries("matter")[STALL].data["title"])


@pytest.mark.django_db(transaction=True)
def test_a_running_site_goes_on_when_a_published_file_is_spoilt(staff: dict[str, Actor], site: Path) -> None:
    key = approved(staff, renamed("占道摆摊"))
    assert publish_draft(key, version(key), actor=staff["编甲"]) is None
    good = rulebook()
    (published_folder() / "0002.toml").write_text("[[matter", encoding="utf-8")
    assert rulebook() is good


def test_the_open_cases_a_draft_reaches_with_the_range_before_and_after(staff: dict[str, Actor], wang: Actor) -> None:
    case = ordinary(wang)
    text = text_of().replace("max = 50000", "max = 30000").replace('status = "verified"\n', "")
    checked = try_out(context().book, text, today(), number=1, today=today())
    assert checked.book is not None
    found = touched_cases([STALL], reach=[PATH], limit=10)
    assert (found.total, [line.id for line in found.readable]) == (1, [case])
    effects = effects_on([case], checked.book, today(), reach=[PATH])
    assert len(effects) == 1
    assert (effects[case].old, effects[case].new) != ("", "")
    assert touched_cases([STALL], reach=[], limit=10).readable == ()
    assert list(differences([case])) == []


def test_a_benchmark_reaches_every_matter_that_uses_it(staff: dict[str, Actor]) -> None:
    from zhifa.core.ruledraft import matters_touched

    said, problems = read_text(text_of("general", "benchmark"), TOMORROW)
    assert problems == []
    using = {e.key for e in rulebook().section("matter") if e.data.get("benchmark") == "general"}
    assert matters_touched(rulebook(), said) == using
    assert len(using) > 10
    assert ago(1).day < today()
