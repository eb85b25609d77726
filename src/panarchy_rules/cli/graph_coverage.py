"""`panarchy graph coverage`: a world in, who can settle what with whom out."""

import argparse

from panarchy_rules.analysis.coverage import Cell, Coverage, Matrix, coverage
from panarchy_rules.analysis.world_graph import last_day
from panarchy_rules.cli.asked import asked_day, asked_issue, asked_matter
from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.paths import folder_of
from panarchy_rules.cli.worlds import opened

_MARKS = {Coverage.ALWAYS: "yes", Coverage.SOMETIMES: "perhaps", Coverage.NEVER: "-"}
_KEY = """
yes: the members' consents always lead to a law in common
perhaps: that hangs on the facts, or on who plays which part
-: they never do
*: and to a forum in common"""


def run(arguments: argparse.Namespace) -> Exit:
    """Try every pair and print."""
    world, _ = opened(folder_of(arguments.place[0]))
    day = asked_day(arguments) or last_day(world.law_world)
    matrix = coverage(world.law_world, day, asked_matter(arguments, world), asked_issue(arguments, world))
    if arguments.format == "json":
        say_json({"status": "ok", "world": world.name, **_table(matrix)})
    else:
        say("\n\n".join([*(_text(matrix, matter) for matter in matrix.matters), _KEY.strip()]))
    return Exit.OK


def _text(matrix: Matrix, matter: str) -> str:
    cells = {(c.claimant, c.respondent): c for c in matrix.cells if c.matter == matter}
    rows = [["claimant", *matrix.codes]]
    rows += [[one, *(_mark(cells[one, other]) for other in matrix.codes)] for one in matrix.codes]
    widths = [max(len(row[column]) for row in rows) for column in range(len(matrix.codes) + 1)]
    lines = ["  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    pairs, covered = len(cells), sum(cell.law is Coverage.ALWAYS for cell in cells.values())
    return "\n".join([f"{matter}, {matrix.issue}, as of {matrix.day}: {covered} of {pairs} pairs", "", *lines])


def _mark(cell: Cell) -> str:
    return _MARKS[cell.law] + ("*" if cell.forum is Coverage.ALWAYS and cell.law is not Coverage.NEVER else "")


def _table(matrix: Matrix) -> dict[str, object]:
    cells = [
        {
            "matter": cell.matter,
            "claimant": cell.claimant,
            "respondent": cell.respondent,
            "law": cell.law,
            "laws": cell.laws,
            "forum": cell.forum,
            "forums": cell.forums,
            "lacking": cell.waits,
        }
        for cell in matrix.cells
    ]
    return {"as_of": matrix.day.isoformat(), "issue": matrix.issue, "codes": matrix.codes, "cells": cells}
