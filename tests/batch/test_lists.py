"""Lists and records in tables: every row comes out as its dispute does, by the kernel or by the interpreter."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from panarchy_rules import Panarchy
from panarchy_rules.batch import engine
from panarchy_rules.batch.cells import split
from panarchy_rules.batch.many import Resolved
from panarchy_rules.batch.results import of_judgment
from panarchy_rules.casefile.loading import as_model
from panarchy_rules.casefile.table_map import TableMap
from panarchy_rules.register import Join

WORDS = """
vocabulary works
matter works
issue fees
record delivery has price as money, late as days, storm as yes_no otherwise no
fact deliveries is list of delivery
fact scores is list of number
fact votes is list of one of {yea, nay, abstain}
fact inspected is list of date
fact site of party is list of number otherwise not_applicable
head fees settles fees
"""
LAW = """
rulebook mesa uses works
governs works
rule delay for each d in deliveries, respondent owes claimant price of d * 3 % when late of d > 2 days
exception storm_at_sea to delay claim fails when storm of d
step cap of damages at most 40 EUR when every v in votes has (v is not nay)
step cents of damages round half even to 0.01 EUR
steps of damages cap, cents
rule scored respondent owes claimant (total of (s for each s in scores where s > 3)) * 1 EUR as fees
  when some v in votes has (v is yea)
exception too_late to scored claim fails when no d in inspected has (d is within 30 days after 2025-01-31)
exception sites to scored respondent owes claimant 7 EUR as fees
  when most of (s for each s in site of claimant otherwise 0)
    > least of (s for each s in site of respondent otherwise 9)
forum court open to anyone
acceptance f accept forum court
"""
SCHEMA = pa.schema(
    [
        ("deliveries", pa.list_(pa.struct([("price", pa.int64()), ("late", pa.int32()), ("storm", pa.bool_())]))),
        ("scores", pa.list_(pa.int32())),
        ("votes", pa.list_(pa.string())),
        ("inspected", pa.list_(pa.date32())),
        ("site", pa.list_(pa.int16())),
    ]
)
MAP: dict[str, Any] = {
    "dispute": {"matter": "works", "anchor": "2025-06-01", "issues": ["merits", "fees"]},
    "parties": {"claimant": "ana", "respondent": "ben"},
    "facts": {
        "deliveries": {
            "column": "deliveries",
            "most": 4,
            "fields": {
                "price": {"column": "price", "unit": "EUR", "scale": 100},
                "storm": {"column": "storm", "null": "not_applicable"},
            },
        },
        "scores": {"column": "scores", "most": 5},
        "votes": {"column": "votes", "most": 3, "null": "not_applicable"},
        "inspected": {"column": "inspected", "most": 2},
        "site": {"claimant": {"column": "site", "most": 3}, "respondent": {"column": "site", "most": 3}},
    },
}


def world() -> Panarchy:
    """Two members of one code."""
    day = date(2025, 1, 1)
    return Panarchy.build(
        {"works.law": WORDS, "mesa.law": LAW},
        [Join(entry=n, recorded=day, person=name, provider="mesa") for n, name in enumerate(("ana", "ben"), 1)],
    )


def drawn(count: int) -> Any:
    """Lists of any length up to beyond what the map allows, some missing, some with members that are none."""
    random = Random(3)

    def listed(make: Any, most: int) -> Any:
        if random.random() < 0.03:
            return None
        return [
            make() if random.random() > 0.002 else None for _ in range(random.choice((*range(most), *range(most + 1))))
        ]

    def delivery() -> dict[str, object]:
        return {
            "price": random.choice((0, 333, 100_050, -5, None)) if random.random() < 0.2 else 70_000,
            "late": random.randint(0, 9),
            "storm": random.choice((True, False, False, None)),
        }

    rows = [
        {
            "deliveries": listed(delivery, 5),
            "scores": listed(lambda: random.randint(0, 9), 6),
            "votes": listed(lambda: random.choice(("yea", "nay", "abstain")), 4),
            "inspected": listed(lambda: random.choice((20120, 20130, 20150, 20147)), 2),
            "site": listed(lambda: random.randint(0, 3), 3),
        }
        for _ in range(count)
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


@pytest.mark.parametrize("few", [engine.FEW, 0])
def test_every_row_with_lists_comes_out_as_its_dispute_does(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules for each member, quantifiers, totals and extremes; by one function a row as by numba."""
    monkeypatch.setattr(engine, "FEW", few)

    result = world().resolve_many(drawn(200), MAP)

    _assert_as_the_interpreter(result)
    assert result.counts["kernel"] > 60
    assert result.counts["interpreter"] > 30
    assert result.counts["set aside"] > 0


def _assert_as_the_interpreter(result: Resolved) -> None:
    for row in result.table.to_pylist():
        expected = of_judgment(result._plan, result.explain(row["row"]))
        assert {name: row[name] for name in expected} == {**expected, "decided_by": row["decided_by"]}


def test_a_list_that_is_longer_than_the_map_says_goes_to_the_interpreter() -> None:
    """It is decided all the same, and counted."""
    table = pa.table({"votes": pa.array([["yea"] * n for n in (0, 2, 3, 9)], pa.list_(pa.string()))})
    facts = {name: MAP["facts"][name] | {"most": 2} for name in ("votes", "scores", "deliveries", "inspected")}
    for name, one in (("scores", [4]), ("deliveries", []), ("inspected", [20130])):
        table = table.append_column(name, pa.array([one] * 4, SCHEMA.field(name).type))

    result = world().resolve_many(table, {**MAP, "facts": facts})

    assert result.table.column("decided_by").to_pylist() == ["kernel", "kernel", "interpreter", "interpreter"]
    assert result.table.column("fees.fees").to_pylist() == ["claim fails", "4 EUR", "4 EUR", "4 EUR"]
    _assert_as_the_interpreter(result)


CSV = """scores,votes,inspected
4;5,yea;nay,2025-02-01
;,yea,2025-02-01;
4; 5 ;,;,2025-02-02;2025-03-05
4;x,yea,2025-02-02
4;5;6;7;8;9,yea,2025-02-02
"""


def test_lists_in_text_have_a_separator(tmp_path: Path) -> None:
    """It may end a list, and alone it is a list without members; members that cannot be read set the row aside."""
    path = tmp_path / "rows.csv"
    path.write_text(CSV)
    named = ("scores", "votes", "inspected")
    facts: dict[str, Any] = {name: {"column": name, "separator": ";", "most": 5} for name in named}

    result = world().resolve_many(path, {**MAP, "facts": facts})

    assert result.set_aside.to_pylist() == [
        {"row": 4, "column": "scores", "code": "PR604",
         "reason": "`x` is no value of `scores`, which is number"},
    ]  # fmt: skip
    assert result.table.column("row").to_pylist() == [1, 2, 3, 5]
    _assert_as_the_interpreter(result)


@pytest.mark.parametrize(
    ("text", "members"), [(";", []), ("a", ["a"]), ("a;", ["a"]), ("a; b", ["a", "b"]), ("a;;b", ["a", None, "b"])]
)
def test_a_text_is_split_into_members(text: str, members: list[str | None]) -> None:
    """Spaces around members do not count."""
    assert split(text, ";") == members


def test_a_record_with_a_field_of_its_own_is_set_aside_as_in_a_dispute() -> None:
    """The kernel does not pass over what the vocabulary does not know."""
    kind = pa.list_(pa.struct([("price", pa.int64()), ("late", pa.int32()), ("colour", pa.string())]))
    table = pa.table({"deliveries": pa.array([[{"price": 1, "late": 3, "colour": "red"}], []], kind)})

    result = world().resolve_many(table, {**MAP, "facts": {"deliveries": {**MAP["facts"]["deliveries"]}}})

    assert [(row["row"], row["code"]) for row in result.set_aside.to_pylist()] == [(1, "PR604")]
    assert result.table.column("row").to_pylist() == [2]


def test_a_map_says_how_long_lists_may_be_within_limits() -> None:
    """No more places than the kernel has."""
    read, problems = as_model({**MAP, "facts": {"votes": {"column": "votes", "most": 65}}}, TableMap)

    assert read is None
    assert problems
