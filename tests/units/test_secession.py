"""The essay by numbers: the toy world by hand, the drawn one by inequalities, and the engine behind both."""

import json
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest

from panarchy_rules.analysis.secession.compare import Comparison, compare
from panarchy_rules.analysis.secession.measures import Measures
from panarchy_rules.analysis.secession.orders import orders
from panarchy_rules.analysis.secession.people import Kind, Plan, draw
from panarchy_rules.analysis.secession.quarrels import treaties
from panarchy_rules.casefile.secession import Secession, read_secession
from panarchy_rules.panarchy import Panarchy
from tests.support.checkout import ROOT
from tests.support.command import panarchy
from tests.support.notebooks import committed, outputs

TOY, LARGE = ROOT / "examples/secession_toy", ROOT / "examples/secession"


def plan(folder: Path) -> Secession:
    """The plan of a world."""
    found, mistakes = read_secession(folder)
    assert found, mistakes
    return found


def measured(folder: Path, homogeneity: Fraction | None = None) -> Comparison:
    """All measures of a world."""
    return compare(Panarchy.load(folder).law_world, plan(folder), homogeneity)


def column(found: Comparison, name: str) -> Measures:
    """The measures of one order."""
    return next(each.measures for each in found.columns if each.name == name)


def test_twelve_people_come_out_as_counted_by_hand() -> None:
    """The table of DOMAIN D12."""
    found = measured(TOY)
    rows = {
        c.name: (m.unconsented, m.taken, m.gained, m.residual_demand, m.fee) for c in found.columns if (m := c.measures)
    }

    assert rows == {
        "T0": (6, 0, 0, 6, 5),
        "TS majority": (4, 2, 4, 4, 10),
        "TS against": (4, 2, 4, 4, 10),
        "TS districts": (4, 2, 4, 4, 10),
        "PS, no treaty": (0, 0, 6, 0, 10),
        "PS, a treaty": (0, 0, 6, 0, 10),
    }


@pytest.mark.parametrize("homogeneity", [Fraction(0), Fraction(7, 20), Fraction(1)])
def test_what_follows_from_the_definitions_holds_for_a_drawn_population(homogeneity: Fraction) -> None:
    """Nobody is bound without consent who may choose; somebody pays for it."""
    found = measured(LARGE, homogeneity)
    monopoly, alone, all_ = (column(found, name) for name in ("T0", "PS, no treaties", "PS, all treaties"))
    half, districts = column(found, "PS, half of them"), column(found, "TS districts")

    assert (alone.unconsented, alone.taken, alone.residual_demand, alone.moral_imposition) == (0, 0, 0, 0)
    assert monopoly.unconsented > districts.unconsented >= 0
    assert alone.fee_shift > 0
    assert monopoly.cut_off == 0 < alone.cut_off
    assert alone.decided < half.decided < all_.decided == all_.disputes
    assert monopoly.decided_under_accepted < alone.decided_under_accepted
    assert alone.proxies > 0


def test_a_tie_among_rivals_changes_nothing() -> None:
    """Neither name goes before the other because of its letters."""
    people = {Kind(0, 0, "fern"): 2, Kind(0, 0, "gale"): 2, Kind(0, 0, "quill"): 1}
    law = {order.name: set(order.law.values()) for order in orders(people, "quill", ("fern", "gale", "quill"))}

    assert law["TS against"] == {"quill"}
    assert law["PS"] == {"fern", "gale", "quill"}


def test_where_districts_are_of_one_mind_their_secession_takes_nothing() -> None:
    """Territorial fission comes to the personal result in the limit."""
    districts = column(measured(LARGE, Fraction(1)), "TS districts")

    assert (districts.unconsented, districts.taken) == (0, 0)


def test_the_engine_decides_every_quarrel() -> None:
    """What is counted for two codes is the judgment of a dispute between two of their registered members."""
    world = Panarchy.load(LARGE)
    for state in plan(LARGE).states:
        between = treaties(world.law_world, state.day, "quarrel")
        dispute = world.disputes["treaty"].model_copy(update={"anchor": state.day})
        laws = {law.provider for law in world.resolve(dispute).issues[0].laws}

        assert between.between("quill", "fern") == (laws.pop() if laws else "")


def test_one_seed_draws_one_population() -> None:
    """On every machine and in every version."""
    small = Plan(1000, 2, 3, ("a", "b", "c"), Fraction(1, 2), Fraction(3, 10), Fraction(1, 10), 7)
    people = draw(small)

    assert people == draw(small)
    assert sum(people.values()) == 1000
    assert next(iter(people)) == min(people)
    assert people != draw(Plan(1000, 2, 3, ("a", "b", "c"), Fraction(1, 2), Fraction(3, 10), Fraction(1, 10), 8))


def test_json_has_every_measure_and_fractions_as_they_are() -> None:
    """For programs."""
    table = panarchy("secession", str(TOY), "--format", "json").table
    treaty = next(each for each in table["orders"] if each["order"] == "PS, no treaty")

    assert set(treaty) == {"order", "title", *(each.name for each in fields(Measures))}
    assert treaty["coverage"] == "1/2"
    assert json.dumps(table)


@pytest.mark.parametrize("name", ["plot.svg", "plot.png"])
def test_a_plot_is_drawn_and_drawn_alike(name: str, tmp_path: Path) -> None:
    """Twice the same bytes."""
    pytest.importorskip("matplotlib")
    small = tmp_path / "world"
    _copy(LARGE, small)
    text = (small / "secession.toml").read_text("utf-8")
    (small / "secession.toml").write_text(
        text.replace("people = 10000", "people = 300").replace("20000", "200"), "utf-8"
    )
    files = [tmp_path / f"{number}{name}" for number in (1, 2)]
    for file in files:
        assert panarchy("secession", str(small), "--plot", str(file)).code == 0

    assert files[0].read_bytes() == files[1].read_bytes()


def _copy(folder: Path, to: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            (to / file.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
            (to / file.relative_to(folder)).write_bytes(file.read_bytes())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('homogeneity = "35 %"', "homogeneity = 0.35"), "must be text"),
        (('homogeneity = "35 %"', 'homogeneity = "a third"'), "no share"),
        (("people = 10000", "people = 0"), "write a number from 1"),
        (('status_quo = "quill"', 'status_quo = "quil"'), "none of the codes"),
        (("[population]", "[populace]"), "`populace` is not a key here"),
    ],
)
def test_a_plan_with_a_mistake_is_refused_with_its_place(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    """Before anything is drawn."""
    _copy(LARGE, tmp_path)
    file = tmp_path / "secession.toml"
    file.write_text(file.read_text("utf-8").replace(*change), "utf-8")
    ran = panarchy("secession", str(tmp_path))

    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


def test_a_world_without_a_plan_says_what_is_missing() -> None:
    """With the name of the file."""
    ran = panarchy("secession", str(ROOT / "examples/ulex"))

    assert ran.code == 2
    assert "secession.toml" in ran.err


def test_the_notebook_shows_what_its_cells_give(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells, one after the other, in the folder it stands in; `tests.support.notebooks` writes it anew."""
    monkeypatch.chdir(LARGE)
    notebook = json.loads(Path("secession.ipynb").read_text("utf-8"))

    cells = [(committed(cell), text) for cell, text in outputs(notebook)]

    assert [shown for shown, _ in cells] == [text for _, text in cells]
    assert sum(bool(text) for _, text in cells) == 4
