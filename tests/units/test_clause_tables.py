"""A row of a table means the clause that its cells write, however it is read."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import Join
from panarchy_rules.rulebook.rows import Rules

WORLD = {
    "words.law": "vocabulary words\nmatter contract\nmatter tort\nissue form\nhead price\n",
    "ulex.law": "rulebook ulex\nuses words\nthis is edition 1 in force from 2017-01-01\ngoverns everything\n"
    "rule pay respondent owes claimant 7 EUR as price\n",
    "quay.law": "rulebook quay\nuses words\nthis is edition 1 in force from 2018-01-01\ngoverns everything\n"
    "acceptance theirs accept ulex for contract\n",
}
MESA = """rulebook mesa
uses words
this is edition 1 in force from 2020-01-01
governs contract
class friends has quay
group late when claimant is respondent
rule pay respondent owes claimant limit as price
"""
CLAUSES = """acceptance a accept ulex
acceptance b "First, and last" source "art. 1" accept ulex edition 1 for contract, tort on merits, form as claimant \
towards members of quay, ulex rank 2 up to 100.50 EUR from 2021-01-01 until 2030-01-01
acceptance c in late accept ulex for contract towards anyone if reciprocal revocable with 30 days notice as amended
acceptance d accept law of counterparty for contract as amended
acceptance e index 4.1 accept quay towards members of friends
acceptance f accept ulex for contract as amended
parameter limit "Limit" source "tariff" is 5 EUR from 2021-01-01 until 2022-01-01 is 6 EUR
"""
COLUMNS = (
    "acceptance", "in", "title", "source", "index", "accept", "for", "on", "as", "towards", "rank", "up to",
    "if reciprocal", "from", "until", "revocable with", "as amended",
)  # fmt: skip
ROWS: Sequence[dict[str, str]] = (
    {"acceptance": "a", "accept": "ulex"},
    {
        "acceptance": "b", "title": "First, and last", "source": "art. 1", "accept": "ulex edition 1",
        "for": "contract tort", "on": "merits form", "as": "claimant", "towards": "quay ulex", "rank": "2",
        "up to": "100.50 EUR", "from": "2021-01-01", "until": "2030-01-01",
    },
    {
        "acceptance": "c", "in": "late", "accept": "ulex", "for": "contract", "towards": "anyone",
        "if reciprocal": "yes", "revocable with": "30 days", "as amended": "yes",
    },
    {"acceptance": "d", "accept": "law of counterparty", "for": "contract", "as amended": "yes"},
    {"acceptance": "e", "index": "4.1", "accept": "quay", "towards": "friends"},
    {"acceptance": "f", "accept": "ulex", "for": "contract", "as amended": "yes"},
)  # fmt: skip
PARAMETERS = """rulebook,parameter,title,source,value,from,until
mesa,limit,Limit,tariff,5 EUR,,
mesa,limit,,,6 EUR,2021-01-01,2022-01-01
"""


def table(rows: Sequence[dict[str, str]], columns: Sequence[str]) -> str:
    """Some rows as comma-separated values."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["rulebook", *columns])
    writer.writerows([["mesa", *(row.get(column, "") for column in columns)] for row in rows])
    return text.getvalue()


def used(rows: Sequence[dict[str, str]]) -> tuple[str, ...]:
    """The columns in which anything stands."""
    return tuple(column for column in COLUMNS if any(column in row for row in rows))


WRITTEN = {**WORLD, "mesa.law": MESA + CLAUSES}
IN_ONE = {**WORLD, "mesa.law": MESA, "all.law.csv": table(ROWS, COLUMNS), "figures.law.csv": PARAMETERS}
PLAIN, OTHERS = [row for row in ROWS if row["acceptance"] in "abf"], [row for row in ROWS if row["acceptance"] in "cde"]
IN_TWO = {
    **WORLD,
    "mesa.law": MESA,
    "plain.law.csv": table(PLAIN, used(PLAIN)),
    "others.law.csv": table(OTHERS, used(OTHERS)),
    "figures.law.csv": PARAMETERS,
}
TABLES = pytest.mark.parametrize("laws", [IN_ONE, IN_TWO], ids=["one table", "plain rows apart"])


def built(laws: dict[str, str]) -> Panarchy:
    """A world in which ana and cy are members of mesa, and ben is one of quay."""
    members = {"ana": "mesa", "cy": "mesa", "ben": "quay"}
    return Panarchy.build(laws, [Join(recorded="2023-01-01", person=p, provider=q) for p, q in members.items()])


def rules(world: Panarchy) -> dict[str, object]:
    """The rules of mesa, with their texts."""
    (book,) = (book for law, book in world.law_world.rulebooks.items() if law.provider == "mesa")
    return {label: (rule, rule.text) for label, rule in sorted(book.rules.items())}


@TABLES
def test_rows_make_the_rules_that_the_clauses_make(laws: dict[str, str]) -> None:
    """Each rule is equal to that of its clause, and says how the clause would be written."""
    assert rules(built(laws)) == rules(built(WRITTEN))


def test_only_plain_rows_stay_text() -> None:
    """They make their rules when these are asked for."""
    (book,) = (book for law, book in built(IN_TWO).law_world.rulebooks.items() if law.provider == "mesa")

    assert isinstance(book.rules, Rules)
    assert set(book.rules) - set(book.written_out()) == {"a", "b", "f"}
    assert len(book.rules) == len(list(book.rules))
    assert len(book.roots) == len(list(book.roots))


@TABLES
@pytest.mark.parametrize("other", ["ben", "cy"])
@pytest.mark.parametrize("matter", ["contract", "tort"])
def test_rows_lead_to_the_judgments_that_clauses_lead_to(laws: dict[str, str], other: str, matter: str) -> None:
    """The same law by the same chains with the same words, and the checker accepts them."""
    parties = {"claimant": "ana", "respondent": other}
    raw = {"id": "x", "matter": matter, "anchor": "2024-06-01", "parties": parties}
    tabled, written = built(laws), built(WRITTEN)

    found = tabled.resolve(Dispute.model_validate(raw))

    assert found.body() == written.resolve(Dispute.model_validate(raw)).body()
    assert tabled.text(found) == written.text(found)
    assert tabled.verify(found) == ()


def test_the_fingerprint_of_a_rulebook_covers_its_rows() -> None:
    """A changed row is a changed law, of that rulebook alone."""
    before = built(IN_TWO).digests
    changed = built({**IN_TWO, "plain.law.csv": IN_TWO["plain.law.csv"].replace("100.50", "100.60")}).digests

    assert [name for name in before if before[name] != changed[name]] == ["mesa 1"]


def test_a_world_with_tables_is_the_same_when_it_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken up again has the same rules and fingerprints."""
    monkeypatch.setenv("PANARCHY_CACHE", str(tmp_path / "cache"))
    world = tmp_path / "world"
    world.mkdir()
    for name, text in IN_TWO.items():
        (world / name).write_text(text, encoding="utf-8")
    (world / "panarchy.toml").write_text('[world]\nname = "tables"\nlanguage = 1\n', encoding="utf-8")

    cold, kept = Panarchy.load(world), Panarchy.load(world)

    assert rules(kept) == rules(cold) == rules(built(WRITTEN))
    assert kept.digests == cold.digests
    assert kept.law_world.rulebooks == cold.law_world.rulebooks


def test_warnings_come_of_rows_as_of_clauses() -> None:
    """A law that is accepted before any edition of it was in force."""
    head = MESA.replace("2020-01-01", "2016-01-01").partition("class friends")[0]
    early = {**WORLD, "mesa.law": head}
    row = table([{"acceptance": "a", "accept": "ulex"}], ("acceptance", "accept"))

    tabled = built({**early, "t.law.csv": row})
    written = built({**early, "mesa.law": f"{head}acceptance a accept ulex\n"})

    assert [one.code for one in tabled.diagnostics] == [one.code for one in written.diagnostics]
    assert "PR407" in [one.code for one in tabled.diagnostics]
