"""`panarchy test`: worlds in, every example and dispute that does not come out as expected out."""

import argparse
from pathlib import Path

from panarchy_rules.adjudication.expectations import Unmet
from panarchy_rules.analysis.exercised import Exercised, exercised
from panarchy_rules.backends.interpreter.witness import Witness, witnessed
from panarchy_rules.base.diagnostics import Diagnostic, errors, in_order
from panarchy_rules.base.places import json_places, nearest_place, toml_places
from panarchy_rules.base.spans import LineIndex
from panarchy_rules.casefile.dispute import Expectation
from panarchy_rules.cli.check import Findings
from panarchy_rules.cli.coverage import coverage_lines, coverage_table, thresholds, too_small
from panarchy_rules.cli.exits import Exit, exit_of
from panarchy_rules.cli.output import as_table, letters, say, say_json
from panarchy_rules.cli.worlds import dispute_files
from panarchy_rules.panarchy import Panarchy, load
from panarchy_rules.rulebook.rulebook import Rulebook


class _Tally(Findings):
    """What was found, and how many examples and disputes came out as expected or not."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = self.failed = 0
        self.left_out: list[Path] = []
        self.witness = Witness()
        self.rulebooks: list[Rulebook] = []

    def add(self, folder: Path) -> None:
        """Run what is in one world; a world with mistakes is not run."""
        loaded = load(folder)
        self.texts.update(loaded.texts)
        wrong = errors(loaded.diagnostics)
        if loaded.world is None or wrong:
            self.diagnostics += wrong
            self.left_out.append(folder)
            return
        self.rulebooks += loaded.world.law_world.rulebooks.values()
        self._examples(loaded.world)
        self._disputes(loaded.world, folder)

    def _examples(self, world: Panarchy) -> None:
        for count, failures in world.run_examples():
            failed = len({failure.example for failure in failures})
            self.passed += count - failed
            self.failed += failed
            self.diagnostics += [failure.diagnostic for failure in failures]

    def _disputes(self, world: Panarchy, folder: Path) -> None:
        paths = dispute_files(folder)
        for dispute, unmet in world.run_disputes():
            self.passed += not unmet
            self.failed += bool(unmet)
            path = str(paths[dispute])
            self.diagnostics += [_unmet(path, self.texts.get(path, ""), dispute, each) for each in unmet]

    @property
    def exercised(self) -> Exercised:
        """How much of the law of these worlds was tried."""
        return exercised(self.rulebooks, self.witness, self.texts)


def run(arguments: argparse.Namespace) -> Exit:
    """Test worlds and print what fails."""
    least = thresholds(arguments.fail_under)
    tally = _Tally()
    with witnessed(tally.witness):
        for folder in tally.worlds(arguments.place):
            tally.add(folder)
    covered = tally.exercised if arguments.coverage or least else None
    if covered and not tally.left_out:
        tally.diagnostics += too_small(covered, least)
    found = in_order(tally.diagnostics)
    if arguments.format == "json":
        table = {"status": tally.status, "passed": tally.passed, "failed": tally.failed}
        coverage = {"coverage": coverage_table(covered)} if covered else {}
        say_json({**table, **coverage, "diagnostics": [as_table(d) for d in found]})
    else:
        _say(tally, found, covered if arguments.coverage else None)
    return exit_of(found)


def _say(tally: _Tally, found: tuple[Diagnostic, ...], covered: Exercised | None) -> None:
    if found:
        say(letters(found, tally.texts))
        say("")
    for folder in tally.left_out:
        say(f"{folder} was not tested, because it has errors")
    if covered:
        say(coverage_lines(covered))
        say("")
    say(f"{tally.passed} passed, {tally.failed} failed")


def _unmet(path: str, text: str, dispute: str, unmet: Unmet) -> Diagnostic:
    """What a dispute expects and does not get, at the line that expects it."""
    key = unmet.what.replace(" ", "_")
    where = ("expect", key if key in Expectation.model_fields else "issues")
    places = (json_places if path.endswith(".json") else toml_places)(text)
    span = LineIndex(path, text).span(*nearest_place(places, where))
    expected = f"{unmet.what} {unmet.expected}" if unmet.expected else f"no {unmet.what}"
    message = f"dispute `{dispute}` expects {expected}, found {unmet.found or 'none'}"
    return Diagnostic("PR702", message, span)
