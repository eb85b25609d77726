"""`panarchy check`: worlds in, every mistake in them out."""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from panarchy_rules.base.diagnostics import Diagnostic, errors, in_order
from panarchy_rules.base.law_files import stands_alone
from panarchy_rules.cli.exits import Exit, Stopped, exit_of
from panarchy_rules.cli.found_clean import clean_files
from panarchy_rules.cli.output import as_table, counted, letters, say, say_json
from panarchy_rules.cli.paths import folders_of

if TYPE_CHECKING:
    from panarchy_rules.adjudication.read_laws import LawsRead
    from panarchy_rules.panarchy import Loaded


@dataclass
class Findings:
    """What was found in some worlds, with the texts to show it in."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    files: int = 0

    @property
    def status(self) -> str:
        """The word for the exit code."""
        return {Exit.OK: "ok", Exit.FINDINGS: "findings"}.get(exit_of(self.diagnostics), "unreadable")

    def read(self, world: Path) -> int | None:
        """Read a world, for how many files it has if nothing is wrong with it."""
        loaded = _read(world)
        self.diagnostics += loaded.diagnostics
        self.texts.update(loaded.texts)
        if loaded.diagnostics:
            self.files += loaded.files
            return None
        return loaded.files

    def worlds(self, typed: Iterable[str]) -> tuple[Path, ...]:
        """The worlds some paths mean, once each; paths without any become findings."""
        found: dict[Path, None] = {}
        for path in typed:
            try:
                found.update(dict.fromkeys(folders_of(path)))
            except Stopped as stopped:
                self.diagnostics += stopped.diagnostics
        return tuple(found)


def _read(world: Path) -> "LawsRead | Loaded":
    """Slow to import, and seldom needed again for a world that is clean; the less, the fewer of its parts it has."""
    if stands_alone(world):
        from panarchy_rules.adjudication.read_laws import read_laws

        return read_laws(world)
    from panarchy_rules.panarchy import load

    return load(world)


def run(arguments: argparse.Namespace) -> Exit:
    """Check worlds and print what is found."""
    findings = Findings()
    for folder in findings.worlds(arguments.place):
        clean = clean_files(folder, partial(findings.read, folder))
        findings.files += clean or 0
    (_say_json if arguments.format == "json" else _say)(findings)
    return exit_of(findings.diagnostics)


def _say(findings: Findings) -> None:
    found = in_order(findings.diagnostics)
    wrong = len(errors(found))
    if found:
        say(letters(found, findings.texts))
        say("")
    counts = (counted(findings.files, "file"), counted(wrong, "error"), counted(len(found) - wrong, "warning"))
    say(", ".join(counts))


def _say_json(findings: Findings) -> None:
    found = in_order(findings.diagnostics)
    wrong = len(errors(found))
    say_json(
        {
            "status": findings.status,
            "files": findings.files,
            "errors": wrong,
            "warnings": len(found) - wrong,
            "diagnostics": [as_table(d) for d in found],
        }
    )
