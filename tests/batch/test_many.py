"""Every row of a table comes out as its dispute does."""

import pyarrow as pa
import pytest

from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.batch import engine
from panarchy_rules.batch.results import of_judgment
from tests.support.tables import MAP, drawn, traders


@pytest.mark.parametrize("few", [engine.FEW, 0])
def test_every_row_comes_out_as_its_dispute_does(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status, law, value, rules and missing facts; by one function a row as by numba."""
    monkeypatch.setattr(engine, "FEW", few)
    world, table = traders(), drawn(250)

    result = world.resolve_many(table, MAP)

    assert result.set_aside.num_rows == 0
    for row in result.table.to_pylist():
        expected = of_judgment(result._plan, result.explain(row["row"]))
        assert {name: row[name] for name in expected} == {**expected, "decided_by": row["decided_by"]}
    assert result.counts["kernel"] > 50
    assert len({name for name in result.counts if name.startswith("status ")}) >= 6


def test_the_columns_of_the_result_are_those_of_issues_and_heads() -> None:
    """What the map keeps stands after the number of the row."""
    result = traders().resolve_many(drawn(3), MAP)

    assert result.table.column_names == [
        "row", "case", "status", "decided_by",
        "merits.status", "merits.law", "merits.missing", "merits.damages", "merits.damages.rules",
        "costs.status", "costs.law", "costs.missing", "costs.costs", "costs.costs.rules",
    ]  # fmt: skip


def test_members_of_a_provider_need_no_names() -> None:
    """A column of providers stands for persons who consented to nothing but that provider's code."""
    world, table = traders(), drawn(40, persons=("ana", "ben"))
    providers = {"ana": "mesa", "ben": "harbor"}
    named = [providers[name] for name in table.column("respondent").to_pylist()]
    by_code = table.append_column("code", pa.array(named))
    parties = {"claimant": {"column": "claimant"}, "respondent": {"member_of": "code"}}

    by_name, by_provider = world.resolve_many(table, MAP), world.resolve_many(by_code, {**MAP, "parties": parties})

    assert by_provider.table.equals(by_name.table)


def test_rows_that_are_no_disputes_are_set_aside_with_a_reason() -> None:
    """The others are decided, and keep their numbers."""
    table = drawn(5, persons=("ana", "ben"))
    for column, value in (("claimant", ["ana", "nobody", "ana", "ana", None]), ("late", [1, 1, -(2**31), 1, 1])):
        place = table.column_names.index(column)
        table = table.set_column(place, column, pa.array(value, table.schema.field(column).type))
    facts = dict(MAP["facts"], late={"column": "late", "null": "never"})  # type: ignore[call-overload]

    result = traders().resolve_many(table, {**MAP, "facts": facts, "parties": {**MAP["parties"], "respondent": "ben"}})  # type: ignore[dict-item]

    found = [(row["row"], row["column"], row["code"]) for row in result.set_aside.to_pylist()]
    assert found == [(2, "claimant", "PR601"), (5, "claimant", "PR714")]
    assert result.table.column("row").to_pylist() == [1, 3, 4]
    with pytest.raises(Refused, match="row 2, column `claimant` was set aside"):
        result.explain(2)


def test_what_is_missing_is_unknown_and_never_no() -> None:
    """An empty cell leaves open what depends on it; whoever means otherwise says so in the map."""
    table = drawn(1, persons=("ana", "ben"))
    for name, value in (("storm", None), ("late", 30), ("cents", 100), ("matter", "sale"), ("claimant", "ben"),
                        ("respondent", "ana"), ("care", "much"), ("fault", 0)):  # fmt: skip
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.array([value], table.schema.field(name).type))
    absent = {**MAP, "facts": {**MAP["facts"], "storm": {"column": "storm", "null": "not_applicable"}}}  # type: ignore[dict-item]

    (unknown,) = traders().resolve_many(table, MAP).table.to_pylist()
    (not_applicable,) = traders().resolve_many(table, absent).table.to_pylist()

    assert (unknown["merits.status"], unknown["merits.missing"]) == ("UNDETERMINED", ["storm"])
    assert (not_applicable["merits.status"], not_applicable["merits.damages"]) == ("DECIDED", "0.03 EUR")


def test_a_row_that_comes_out_in_two_ways_stops_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interpreter decides some rows again, and says which column differs."""
    broken = engine._Compiled.one_by_one

    def wrong(self: engine._Compiled, *given: object) -> None:
        broken(self, *given)  # type: ignore[arg-type]
        given[-1].value[:] += 1  # type: ignore[attr-defined]

    monkeypatch.setattr(engine._Compiled, "one_by_one", wrong)

    with pytest.raises(Refused, match=r"row \d+ has two results: `(merits.damages|costs.costs)` is") as found:
        traders().resolve_many(drawn(100, persons=("ana", "ben")), MAP)

    assert [one.code for one in found.value.diagnostics] == ["PR713"]
