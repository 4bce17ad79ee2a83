"""Outcome rows of a police bureau's year, from the totals its report prints: for measuring statistics, nothing else.

These are rows of the outcome table, not cases with journals: what a bureau's cases would leave there. The totals are
those of a published report on 2024 (seed 004). It prints 91,490 simple and 20,247 ordinary penalties among 1,072,365
and does not say how the other 960,628 were made: they carry no procedure here. 没收违法所得 and 没收非法财物 are
printed as one figure; half of it is given to each. The amount is printed as 11,026 万元 “and more”.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import compute

from zhifa.ports.cells import schema

UNITS: Final = tuple(f"yb{number:02d}" for number in range(1, 42))
"""Forty-one units that handle cases, as the report says."""
MATTERS: Final = tuple(f"m.{number}" for number in range(613))
KINDS: Final = {
    "警告": 184_253, "罚款": 883_204, "没收违法所得": 43, "没收非法财物": 43, "暂扣许可证件": 1_837, "责令停产停业": 45,
    "吊销许可证件": 733, "行政拘留": 2_174, "其他": 33,
}  # fmt: skip
PENALTIES, PERMITS, AMOUNT_FEN = 1_072_365, 458_186, 11_026_500_000
PROCEDURES: Final = {"penalty.simple": 91_490, "penalty.ordinary": 20_247}
PERMIT_KINDS: Final = ("机动车驾驶证", "机动车登记", "出入境证件", "居住证", "通行证")
REST: Final = (
    ("penalty.reviewed", "penalty.ordinary", "", 20_248), ("penalty.transferred", "transfer.crime", "", 34),
    ("penalty.judicial_accepted", "transfer.crime", "", 7), ("measure.seized", "measure.seize", "", 609),
    ("measure.otherwise", "measure.other", "", 17_514), ("compulsion.reviewed", "compulsion", "", 277),
    ("compulsion.finished", "compulsion", "拍卖或者依法处理财物", 277), ("inspection.done", "inspection", "", 8_831),
    ("inspection.punished", "penalty.ordinary", "", 163),
)  # fmt: skip
PRINTED: Final = {
    "permit.applied": 458_186, "permit.accepted": 458_186, "permit.granted": 457_920, "permit.refused": 266,
    "permit.revoked": 1, "penalty.kind.warning": 184_253, "penalty.kind.fine": 883_204,
    "penalty.2019.confiscation": 86, "penalty.kind.suspend": 1_837, "penalty.kind.stop": 45, "penalty.kind.revoke": 733,
    "penalty.kind.detention": 2_174, "penalty.kind.other": 33, "penalty.total": PENALTIES, "penalty.simple": 91_490,
    "penalty.ordinary": 20_247, "penalty.reviewed": 20_248, "penalty.transferred": 34, "penalty.judicial_accepted": 7,
    "measure.seize": 609, "measure.other": 17_514, "measure.total": 18_123, "compulsion.auction": 277,
    "compulsion.total": 277, "compulsion.reviewed": 277, "inspection.total": 8_831, "inspection.punished": 163,
}  # fmt: skip
"""What the report prints and rows can give; 628 reviews of measures are a figure people enter."""


def a_year(year: int, *, seed: int = 4) -> Any:
    """The rows of one year as an Arrow table, by organ, day and code."""
    chance = np.random.default_rng(seed * 10_000 + year)
    parts = [*_penalties(year, chance), *_permits(year, chance)]
    for code, of, kind, n in REST:
        # What judicial organs took up was transferred by the same unit.
        one = {"organ": UNITS[0]} if of == "transfer.crime" else {}
        parts.append(_rows(year, chance, code, n, procedure=of, kind=kind, **one))
    order = [("organ_id", "ascending"), ("counted_on", "ascending"), ("code", "ascending")]
    return pa.concat_tables(parts).sort_by(order).combine_chunks()


def _penalties(year: int, chance: Any) -> Iterator[Any]:
    kinds = np.concatenate([np.full(count, kind) for kind, count in KINDS.items()])
    said = np.concatenate([np.full(count, code) for code, count in PROCEDURES.items()])
    procedures = np.concatenate([said, np.full(PENALTIES - len(said), "")])
    chance.shuffle(kinds)
    chance.shuffle(procedures)
    fined = kinds == "罚款"
    amounts = np.where(fined, AMOUNT_FEN // int(fined.sum()), 0)
    amounts[np.flatnonzero(fined)[0]] += AMOUNT_FEN - int(amounts.sum())
    made = _rows(year, chance, "penalty.decided", PENALTIES, procedure=procedures, kind=kinds, amount=amounts)
    yield made
    again = made.filter(pa.array(fined))
    at = again.schema.get_field_index("code")
    yield again.set_column(at, schema().field("code"), pa.array(np.full(again.num_rows, "penalty.fined")))


def _permits(year: int, chance: Any) -> Iterator[Any]:
    kinds = np.array(PERMIT_KINDS)[chance.integers(0, len(PERMIT_KINDS), PERMITS)]
    for code, count in (("applied", PERMITS), ("accepted", PERMITS), ("granted", 457_920), ("refused", 266)):
        some = kinds[:count] if code != "refused" else kinds[457_920:]
        yield _rows(year, chance, f"permit.{code}", count, procedure="permit", permit_kind=some)
    yield _rows(year, chance, "permit.revoked", 1, procedure="permit.revoke", permit_kind=kinds[:1])


def _rows(year: int, chance: Any, code: str, count: int, **given: Any) -> Any:
    """Rows of one code; what is not given is spread by chance or empty."""

    def column(name: str) -> Any:
        value = given.get(name, "")
        return pa.repeat(value, count) if isinstance(value, str) else pa.array(value, pa.string())

    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    numbers = chance.integers(0, 16**8, count)
    cases = compute.binary_join_element_wise(str(year), pa.array(numbers).cast(pa.string()), "-")
    columns = {
        "organ_id": pa.repeat(given["organ"], count)
        if "organ" in given
        else pa.array(UNITS).take(pa.array(chance.integers(0, len(UNITS), count))),
        "counted_on": np.datetime64(f"{year}-01-01") + chance.integers(0, days, count),
        "code": pa.repeat(code, count), "count": np.ones(count, "int64"),
        "amount_fen": given.get("amount", np.zeros(count, "int64")), "standing": np.ones(count, "int16"),
        "procedure": column("procedure"), "matter": pa.array(MATTERS).take(pa.array(numbers % len(MATTERS))),
        "kind": column("kind"), "permit_kind": column("permit_kind"), "enterprise": numbers % 10 == 0,
        "simple": np.zeros(count, "int16"), "case_id": cases, "proceeding": cases, "version": np.arange(count),
    }  # fmt: skip
    arrays = []
    for field in schema():
        value = columns[field.name]
        arrays.append((pa.array(value) if isinstance(value, np.ndarray) else value).cast(field.type))
    return pa.table(arrays, schema=schema())
