"""`panarchy secession`: a world with a `secession.toml` in, a table of the orders and their measures out."""

import argparse
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

from panarchy_rules.analysis.secession.compare import Comparison, compare
from panarchy_rules.analysis.secession.measures import Measures
from panarchy_rules.casefile.secession import read_secession
from panarchy_rules.cli.exits import Exit, Stopped, misuse
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.paths import folder_of
from panarchy_rules.cli.worlds import opened

_ROWS = (
    ("M1 unconsented", "unconsented"),
    ("M1b no acceptable code", "no_acceptable_code"),
    ("M2 laws", "laws"),
    ("M2 largest", "largest"),
    ("M3 taken", "taken"),
    ("M3 gained", "gained"),
    ("M4 fee of the old law", "fee"),
    ("M4 fee shift", "fee_shift"),
    ("M5 residual demand", "residual_demand"),
    ("M6 moral imposition", "moral_imposition"),
    ("M7 pairs cut off", "cut_off"),
    ("M8 days of notice", "notice_days"),
    ("M9 coverage", "coverage"),
    ("M10 limping", "limping"),
    ("M11 proxies", "proxies"),
    ("M12 concentration", "concentration"),
    ("disputes decided", "decided"),
    ("M13 under an accepted law", "decided_under_accepted"),
)


def run(arguments: argparse.Namespace) -> Exit:
    """Compare, print, and draw if asked."""
    folder = folder_of(arguments.place[0])
    plan, found = read_secession(folder)
    if plan is None:
        raise Stopped(found)
    world, _ = opened(folder)
    missing = [code for code in plan.codes if code not in world.law_world.providers]
    if missing:
        raise misuse(f"`codes` names `{missing[0]}`, and nobody here publishes it", "write its rulebook")
    comparison = compare(world.law_world, plan)
    if arguments.plot:
        from panarchy_rules.cli.secession_plot import plot

        plot(Path(arguments.plot), world.law_world, plan)
    if arguments.format == "json":
        say_json({"status": "ok", "world": world.name, **_table(comparison)})
    else:
        say(_text(comparison))
    return Exit.OK


def _text(found: Comparison) -> str:
    heads = ["", *(column.name for column in found.columns)]
    rows = [heads, *([title, *(_cell(column.measures, key) for column in found.columns)] for title, key in _ROWS)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(heads))]
    lines = [f"{found.people} people, {found.adults} of them adults", ""]
    lines += ["  ".join(_aligned(row, widths)).rstrip() for row in rows]
    folds = [f"  {code}: {number}" for code, number in found.if_it_folds.items()]
    return "\n".join([*lines, "", "adults left without a code they accept if this one folds:", *folds])


def _aligned(row: list[str], widths: list[int]) -> list[str]:
    return [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]


def _cell(measures: Measures, key: str) -> str:
    value = getattr(measures, key)
    if value is None:
        return "move"
    return _hundredths(value) if isinstance(value, Fraction) else str(value)


def _hundredths(value: Fraction) -> str:
    """Two places behind the point, the nearest."""
    if value.denominator == 1:
        return str(value.numerator)
    cents = round(value * 100)
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _table(found: Comparison) -> dict[str, object]:
    columns = [{"order": c.name, "title": c.title, **_plain(asdict(c.measures))} for c in found.columns]
    return {"people": found.people, "adults": found.adults, "orders": columns, "if_it_folds": found.if_it_folds}


def _plain(measures: dict[str, object]) -> dict[str, object]:
    """Fractions as text, exactly."""
    return {key: str(value) if isinstance(value, Fraction) else value for key, value in measures.items()}
