"""What was learned reads what people say: it finds the matter, says why, and knows what is none of its business."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from zhifa.core.matching import Answer, Subject, Subjects, match, subjects
from zhifa.core.matching.learning import OUTSIDE
from zhifa.core.matching.signs import concepts_of
from zhifa.ports.matching import Learned, Lexical, load, reader, save
from zhifa.ports.rules import rulebook

SPOKEN = "夜里十点后烧烤摊把桌子摆到人行道上，油烟很大"


def answered(text: str, on: str = "2026-11-20", limit: int = 3) -> Answer:
    day = rulebook().as_of(date.fromisoformat(on))
    return match(text, day, subjects(day), reader(rulebook()), limit=limit)


def articles(answer: Answer) -> list[str]:
    return [article for found in answer.matches for article in found.subject.articles]


def test_a_barbecue_on_the_pavement_is_two_offences_under_the_law_of_its_day() -> None:
    now, before = articles(answered(SPOKEN)), articles(answered(SPOKEN, "2025-06-01"))
    assert any(article.startswith("生态环境法典(2026)#1132") for article in now)
    assert any(article.startswith("重庆市市容环境卫生管理条例") for article in now)
    assert any(article.startswith("大气污染防治法(2018)#118") for article in before)
    assert not any(article.startswith("生态环境法典") for article in before)


@pytest.mark.parametrize(
    ("said", "code", "why"),
    [
        ("镇中路18号门前，商户把桌椅摆到人行道上", "city.stall.shopfront", "摆到人行道"),
        ("检查发现烟花爆竹零售店里摆着煤气灶做饭", "fireworks.", "烟花爆竹"),
        ("有人拿着电瓶和网在江里电鱼", "fishery.electric", "电鱼"),
        ("理发店的旁边楼道里停满了正在充电的电瓶车", "fire.ebike", "充电"),
    ],
)
def test_everyday_words_find_the_matter_and_say_why(said: str, code: str, why: str) -> None:
    best = answered(said).matches[0]
    assert best.subject.code.startswith(code)
    assert any(why in word or word in why for word in best.why)
    assert best.subject.articles


@pytest.mark.parametrize(
    "said", ["", "的", "😀😀😀", "qwzx", "领导要求明天下午三点开会", "隔壁两口子闹离婚，财产怎么分"]
)
def test_it_names_no_matter_where_there_is_none(said: str) -> None:
    assert answered(said).abstained


def test_what_no_organ_decides_goes_where_it_belongs() -> None:
    affair = answered("朋友借了我五万块钱打了欠条，到期不还").affair
    assert affair is not None
    assert "法院" in affair.goes


def test_the_same_words_give_the_same_answer() -> None:
    first, again = answered(SPOKEN), Lexical(load(), concepts_of(rulebook()))
    day = rulebook().as_of(date(2026, 11, 20))
    assert match(SPOKEN, day, subjects(day), again) == first


def test_a_matter_the_site_added_is_found_by_its_own_words() -> None:
    day = rulebook().as_of(date(2026, 11, 20))
    added = Subject(
        "site.lantern",
        "在渡口放孔明灯",
        conduct="在渡口码头燃放孔明灯",
        words=("孔明灯", "放天灯"),
        heard=("码头上一群人放孔明灯，飘到对岸林子里",),
        articles=("某渡口条例#9",),
    )
    among = Subjects([*subjects(day).values(), added])
    answer = match("渡口那边晚上有人放孔明灯，飘得到处都是", day, among, reader(rulebook()))
    assert "site.lantern" in [found.subject.code for found in answer.matches]


def test_nearly_every_matter_people_describe_was_learned() -> None:
    learned = set(load().codes)
    described = set(subjects(rulebook().as_of(date(2026, 11, 20))))
    assert len(described - learned) <= len(described) // 50, sorted(described - learned)
    assert {OUTSIDE + entry.key for entry in rulebook().section("outside")} <= learned


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    rarity, places = np.array([1.5, 2.0], dtype=np.float32), np.array([[1, -2], [0.5, 0]], dtype=np.float32)
    written = Learned.packed(["烧", "烧烤"], rarity, ["a", "b"], places, np.eye(2, dtype=np.float32), "abc")
    save(tmp_path / "learned.npz", written)
    again = load(tmp_path / "learned.npz")
    assert (again.signs, again.codes, again.digest) == (written.signs, written.codes, "abc")
    assert np.allclose(again.at(np.array([0, 1])), places, atol=0.2)
