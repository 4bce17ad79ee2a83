"""The journal's arithmetic: canonical bytes, commitments, chain, tree, checkpoints, proofs."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhifa.core.events import EVENT_TYPES, STEP_TAKEN, NewEvent
from zhifa.core.journal.audit import Auditor, Batch
from zhifa.core.journal.canonical import canonical, commitments, encode, instant, parse, plain, point
from zhifa.core.journal.checkpoint import Checkpoint, read_note, sign
from zhifa.core.journal.hashing import EMPTY, Suite, hashlib_suites
from zhifa.core.journal.proof import Proof, Proven, check_proof, read_proof, write_proof
from zhifa.core.journal.sealing import Head, Prepared, seal, unseal
from zhifa.core.journal.tree import Frontier, consistency, consistent, included, inclusion
from zhifa.core.values import Moment
from zhifa.ports.hashing import sm3_by_cryptography

SUITES = hashlib_suites()
SUITE = SUITES.get("sm3", SUITES["sha256"])
NEW = Head()
NOW = datetime(2024, 3, 5, 6, 30, 1, 5, tzinfo=UTC)


def salts() -> Callable[[int], bytes]:
    counter = itertools.count(1)
    return lambda size: b"".join(next(counter).to_bytes(16, "big") for _ in range(size // 16))


def proposed(payload: Any, *personal: str, actor: str = "officer:1") -> NewEvent:
    return NewEvent(type=STEP_TAKEN, occurred=Moment(date(2024, 3, 5)), actor=actor, payload=payload, personal=personal)


def sealed(*events: NewEvent, stream: str = "c-1", head: Head = NEW, suite: Suite = SUITE) -> list[Prepared]:
    return seal(
        stream_kind="case", stream_id=stream, head=head, proposed=events, recorded_at=NOW, captured_at=None,
        salts=salts(), suite=suite,
    )  # fmt: skip


def test_the_hash_is_over_prefix_previous_hash_header_and_payload() -> None:
    first, second = (one.sealed for one in sealed(proposed({"b": 1, "a": "乙"}), proposed({})))
    header = "case\nc-1\n1\nstep.taken\n1\n2024-03-05\n2024-03-05T06:30:00.000000Z\n\nofficer:1\n"
    header = header.replace("06:30:00.000000", "06:30:01.000005")
    expected = hashlib.new(SUITE.name)
    expected.update(f"\x00zhifa.event.1 {SUITE.name}\n".encode())
    expected.update(bytes(32) + (header + '{"a":"乙","b":1}').encode())
    assert first.hash == expected.digest()
    assert first.prev_hash == EMPTY
    assert second.prev_hash == first.hash
    assert second.version == 2


def test_sm3_is_the_standard_one_and_the_fallback_agrees() -> None:
    sm3 = SUITES.get("sm3")
    other = sm3_by_cryptography()
    suites = [one for one in (sm3, other) if one]
    assert suites, "neither OpenSSL nor cryptography has SM3"
    for suite in suites:
        digest = suite.digest(b"abc").hex()
        assert digest == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        assert suite.event(EMPTY, b"x") == suites[0].event(EMPTY, b"x")
        assert suite.node(EMPTY, EMPTY) == suites[0].node(EMPTY, EMPTY)


def test_the_uses_of_one_hash_cannot_be_taken_for_each_other() -> None:
    data = bytes(64)
    uses = (SUITE.event, SUITE.node, SUITE.commitment, SUITE.link)
    found = {use(data[:32], data[32:]) for use in uses} | {SUITE.digest(data)}
    assert len(found) == 5


@pytest.mark.parametrize(
    ("payload", "place"),
    [
        ({"a": 1.0}, "/a"),
        ({"a": [1, float("nan")]}, "/a/1"),
        ({"a": {"$c": "00"}}, "$c"),
        ({"a": {1: 2}}, "1"),
        ({"a": b"x"}, "/a"),
        ({"a": date(2024, 1, 1)}, "/a"),
    ],
)
def test_what_cannot_be_written_canonically_is_refused_with_its_place(payload: Any, place: str) -> None:
    with pytest.raises(ValueError, match="事件内容") as error:
        sealed(proposed(payload))
    assert place in str(error.value)


@pytest.mark.parametrize("actor", ["", "a\nb", "a\x00", "x" * 81])
def test_header_fields_hold_no_control_characters(actor: str) -> None:
    with pytest.raises(ValueError, match="行为人"):
        sealed(proposed({}, actor=actor))


def test_unknown_types_and_instants_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match=r"no\.such"):
        sealed(replace(proposed({}), type="no.such"))
    with pytest.raises(ValueError, match="时区"):
        instant(datetime(2024, 3, 5))  # noqa: DTZ001
    shanghai = timezone(timedelta(hours=8))
    assert instant(datetime(2024, 3, 5, 14, 30, tzinfo=shanghai)) == "2024-03-05T06:30:00.000000Z"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | texts,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(texts.filter(lambda key: key != "$c"), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(payload=st.dictionaries(texts.filter(lambda key: key != "$c"), json_values, max_size=4), data=st.data())
def test_any_payload_survives_sealing_committing_and_reading(payload: Any, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(sorted(payload)), unique=True)) if payload else []
    (one,) = sealed(proposed(payload, *[point(key) for key in chosen]))
    assert one.event.payload == plain(payload)
    assert encode(parse(one.sealed.payload)) == one.sealed.payload
    assert set(commitments(parse(one.sealed.payload))) == {point(key) for key in chosen}
    assert unseal(one.sealed, one.personal).payload == plain(payload)
    assert one.sealed.hash == SUITE.event(one.sealed.prev_hash, canonical(one.sealed))
    _, flaw = auditor().check(Batch([row(one)]))
    assert flaw is None


def test_an_erased_value_reads_as_none_and_is_named() -> None:
    payload = {"facts": {"party.name": "张三", "list": [{"owner": "李四"}]}}
    (one,) = sealed(proposed(payload, "/facts/party.name", "/facts/list/0/owner", "/facts/not.recorded"))
    assert "张三" not in one.sealed.payload
    assert "李四" not in one.sealed.payload
    assert [value.path for value in one.personal] == ["/facts/party.name", "/facts/list/0/owner"]
    read = unseal(one.sealed, one.personal[1:])
    assert read.erased == ("/facts/party.name",)
    assert read.payload == {"facts": {"party.name": None, "list": [{"owner": "李四"}]}}


def test_equal_values_have_different_commitments() -> None:
    (one,) = sealed(proposed({"a": "张三", "b": "张三"}, "/a", "/b"))
    assert len(set(commitments(parse(one.sealed.payload)).values())) == 2


# ---- the tree ----

LEAVES = [hashlib.sha256(str(at).encode()).digest() for at in range(70)]


def reference(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1 word for word."""
    if not leaves:
        return SUITE.digest(b"")
    if len(leaves) == 1:
        return leaves[0]
    cut = 1
    while cut * 2 < len(leaves):
        cut *= 2
    return SUITE.node(reference(leaves[:cut]), reference(leaves[cut:]))


def subtree(height: int, index: int) -> bytes:
    return reference(LEAVES[index << height : (index + 1) << height])


def grown(size: int) -> Frontier:
    frontier = Frontier(SUITE)
    frontier.extend(LEAVES[:size])
    return frontier


@pytest.mark.parametrize("size", range(len(LEAVES)))
def test_the_growing_tree_has_the_root_of_the_definition(size: int) -> None:
    frontier = grown(size)
    assert frontier.root() == reference(LEAVES[:size])
    again = Frontier.load(SUITE, size, frontier.dump())
    again.extend(LEAVES[size:])
    assert again.root() == reference(LEAVES)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33, 64, 70])
def test_inclusion_holds_for_the_leaf_at_its_position_only(size: int) -> None:
    root = reference(LEAVES[:size])
    for at in range(size):
        path = inclusion(at, size, subtree, SUITE)
        assert included(LEAVES[at], at, size, path, root, SUITE)
        assert not included(LEAVES[(at + 1) % 70], at, size, path, root, SUITE)
        assert not any(
            included(LEAVES[at], wrong, size, path, root, SUITE) for wrong in range(-1, size + 2) if wrong != at
        )
        assert not included(LEAVES[at], at, size, [*path, EMPTY], root, SUITE)
        assert not path or not included(LEAVES[at], at, size, path[:-1], root, SUITE)


def test_consistency_holds_for_every_prefix_and_for_nothing_else() -> None:
    for first, second in itertools.combinations_with_replacement(range(1, 40), 2):
        proof = consistency(first, second, subtree, SUITE)
        old, new = reference(LEAVES[:first]), reference(LEAVES[:second])
        assert consistent(first, second, old, new, proof, SUITE)
        assert not consistent(first, second, reference(LEAVES[1 : first + 1]), new, proof, SUITE)
        if proof:
            assert not consistent(first, second, old, new, [EMPTY, *proof[1:]], SUITE)
            assert not consistent(first, second, old, new, proof[:-1], SUITE)


def test_complete_subtrees_of_256_leaves_are_handed_out_once() -> None:
    leaves = [hashlib.sha256(str(at).encode()).digest() for at in range(600)]
    frontier, kept = Frontier(SUITE), []
    for at in range(0, 600, 37):
        kept += frontier.extend(leaves[at : at + 37])
    assert [one[:2] for one in kept] == [(8, 0), (8, 1)]
    assert kept[1][2] == reference(leaves[256:512])


# ---- checkpoints and proofs ----


def checkpoint(size: int, root: bytes) -> Checkpoint:
    return Checkpoint("office/journal", size, root, SUITE.name, NOW)


def test_a_checkpoint_reads_back_and_a_changed_one_is_not_what_was_signed() -> None:
    note = sign(checkpoint(7, bytes(32)), "office", b"abcd", lambda data: hashlib.sha256(data).digest())
    read = read_note(note.text())
    assert read == note

    def genuine(data: bytes, signature: bytes) -> bool:
        return hashlib.sha256(data).digest() == signature

    assert read.signed_by("office", b"abcd", genuine)
    assert not read.signed_by("office", b"abce", genuine)
    assert not read.signed_by("other", b"abcd", genuine)
    changed = read_note(note.text().replace("\n7\n", "\n8\n"))
    assert not changed.signed_by("office", b"abcd", genuine)


@pytest.mark.parametrize(
    "spoil", [lambda text: "", lambda text: text + " ", lambda text: text.replace("\n7\n", "\n07\n"),
              lambda text: text.replace("alg ", "alg"), lambda text: text.replace("— ", "- ")]
)  # fmt: skip
def test_a_note_written_another_way_is_refused(spoil: Callable[[str], str]) -> None:
    note = sign(checkpoint(7, bytes(32)), "office", b"abcd", lambda data: data[:32])
    with pytest.raises(ValueError, match="检查点"):
        read_note(spoil(note.text()))


def proof() -> Proof:
    events = sealed(proposed({"n": "张三"}, "/n"), proposed({"n": 2}), proposed({"n": 3}))
    leaves = [LEAVES[0], events[0].sealed.hash, LEAVES[1], events[1].sealed.hash, events[2].sealed.hash]
    frontier = Frontier(SUITE)
    frontier.extend(leaves)

    def part(height: int, index: int) -> bytes:
        return reference(leaves[index << height : (index + 1) << height])

    proven = tuple(
        Proven(one.sealed, at, tuple(inclusion(at, 5, part, SUITE)), one.personal)
        for at, one in zip((1, 3, 4), events, strict=True)
    )
    return Proof(sign(checkpoint(5, frontier.root()), "office", b"abcd", lambda data: data[:32]), "key", proven)


def test_a_proof_file_reads_back_and_holds() -> None:
    made = proof()
    assert read_proof(write_proof(made)) == made
    assert check_proof(made, SUITES) is None


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_proof_names_the_event_that_was_changed(number: int) -> None:
    made = proof()
    one = made.events[number]
    others: list[Proven] = [
        replace(one, sealed=replace(one.sealed, payload='{"n":4}')),
        replace(one, sealed=replace(one.sealed, actor="officer:2")),
        replace(one, position=2),
        replace(one, path=one.path[:-1]),
    ]
    for other in others:
        events = tuple(other if at == number else event for at, event in enumerate(made.events))
        flaw = check_proof(replace(made, events=events), SUITES)
        assert flaw
        assert flaw.event == number + 1
    without = tuple(event for at, event in enumerate(made.events) if at != 1)
    missing = check_proof(replace(made, events=without), SUITES)
    assert missing
    assert (missing.event, "第 2 个" in missing.reason) == (2, True)


def test_a_proof_with_a_false_personal_value_fails() -> None:
    made = proof()
    first = made.events[0]
    false = replace(first, personal=(replace(first.personal[0], value='"李四"'),))
    flaw = check_proof(replace(made, events=(false, *made.events[1:])), SUITES)
    assert flaw
    assert "个人信息" in flaw.reason
    for text in ("", "[]", '{"format":"other"}', write_proof(made).replace("hash", "hush")):
        with pytest.raises(ValueError, match="证明文件"):
            read_proof(text)


# ---- the audit, without a database ----


def row(one: Prepared, key: int = 1) -> Any:
    e = one.sealed
    return (key, e.stream_kind, e.stream_id, e.version, e.type, e.type_version, e.occurred, e.recorded_at,
            e.captured_at, e.actor, e.payload.encode(), e.alg, e.prev_hash, e.hash)  # fmt: skip


def auditor(stored: dict[tuple[str, str, int], bytes] | None = None) -> Auditor:
    return Auditor(SUITES, lambda kind, stream, version, before: (stored or {}).get((kind, stream, version)))


def test_a_payload_sealed_in_another_spelling_is_not_canonical() -> None:
    (one,) = sealed(proposed({"a": 1}))
    for text in (
        '{"a": 1}',
        '{"a":1,"a":1}',
        '{"b":1,"a":1}',
        '{"a":1.0}',
        '{"a":"\\u4e2d"}',
        '{"a":-0}',
        '{"a":1}, {"b":1}',
    ):
        forged = replace(one.sealed, payload=text)
        header = canonical(replace(forged, payload="{}"))[:-2]
        forged = replace(forged, hash=SUITE.event(EMPTY, header + text.encode()))
        good = sealed(*[proposed({"n": at}) for at in range(40)], stream="c-2")
        rows = [row(one, at + 10) for at, one in enumerate(good)]
        rows.insert(35, row(replace(one, sealed=forged)))
        _, flaw = auditor().check(Batch(rows))
        assert flaw, text
        assert flaw.index == 35
        assert "规范" in flaw.reason or "JSON" in flaw.reason


def test_a_stream_whose_head_is_forgotten_is_asked_for() -> None:
    events = sealed(proposed({}), proposed({}), proposed({}))
    stored = {("case", "c-1", 1): events[0].sealed.hash}
    assert auditor(stored).check(Batch([row(one) for one in events[1:]]))[1] is None
    assert auditor().check(Batch([row(one) for one in events[1:]]))[1] is not None
    wrong = {("case", "c-1", 1): events[1].sealed.hash}
    assert auditor(wrong).check(Batch([row(one) for one in events[1:]]))[1] is not None


def test_two_suites_may_follow_one_another_in_a_stream() -> None:
    first = sealed(proposed({}), suite=SUITES["sha256"])
    second = sealed(proposed({}), head=Head(1, first[0].sealed.hash))
    assert auditor().check(Batch([row(one) for one in first + second]))[1] is None


def test_every_type_of_event_says_what_it_means() -> None:
    assert len({kind.title for kind in EVENT_TYPES.values()}) == len(EVENT_TYPES)
    for code, kind in EVENT_TYPES.items():
        noun, _, past = code.partition(".")
        assert noun
        assert past
        assert kind.meaning


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "不是合法的 JSON"),
        ("[" * 100_000, "不是合法的 JSON"),
        ("null", "format 应为"),
        ('{"format":"zhifa.proof.0"}', "现为“zhifa.proof.0”"),
        ('{"format":"zhifa.proof.1"}', "checkpoint"),
        ('{"format":"zhifa.proof.1","checkpoint":null,"public_key":"k","events":[]}', "checkpoint"),
        ('{"format":"zhifa.proof.1","checkpoint":"c","public_key":"k","events":{}}', "events"),
        ('{"format":"zhifa.proof.1","checkpoint":"c","public_key":"k","events":[{}]}', "第 1 个事件"),
        ('{"format":"zhifa.proof.1","checkpoint":"c","public_key":"k","events":[]}', "不是检查点"),
    ],
)
def test_what_is_no_proof_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_proof(text)
