"""`panarchy lint`: worlds in, what is legal to write and probably not meant out. `--fix` mends the safe part."""

import argparse
from collections import defaultdict
from pathlib import Path

from panarchy_rules.analysis.lint import Finding, fixed, lint
from panarchy_rules.analysis.lint.findings import Edit
from panarchy_rules.base.diagnostics import errors
from panarchy_rules.base.whole_files import write_whole
from panarchy_rules.cli.check import Findings
from panarchy_rules.cli.exits import Exit, exit_of
from panarchy_rules.cli.output import as_table, counted, letters, say, say_json
from panarchy_rules.panarchy import Loaded, load

_MOST_ROUNDS = 10  # One repair can make room for another.


class _Results(Findings):
    """What was found in some worlds, and what was mended."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Finding] = []
        self.mended = 0
        self.left_out: list[Path] = []

    def add(self, folder: Path, *, mends: bool) -> None:
        """Lint one world; one with mistakes is not linted."""
        loaded = load(folder)
        found = self._lint(folder, loaded)
        for _ in range(_MOST_ROUNDS if mends else 0):
            edits = [one.edit for one in found if one.edit is not None]
            if not edits:
                break
            self.mended += _mend(loaded, edits)
            loaded = load(folder)
            found = self._lint(folder, loaded)
        self.found += found
        self.texts.update(loaded.texts)

    def _lint(self, folder: Path, loaded: Loaded) -> tuple[Finding, ...]:
        wrong = errors(loaded.diagnostics)
        if loaded.world is None or wrong:
            self.diagnostics += wrong
            self.left_out.append(folder)
            return ()
        linted = lint(loaded.world.law_world.rulebooks.values(), loaded.texts, loaded.diagnostics)
        self.files += linted.files
        return linted.findings


def run(arguments: argparse.Namespace) -> Exit:
    """Lint worlds and print what is found."""
    results = _Results()
    for folder in results.worlds(arguments.place):
        results.add(folder, mends=arguments.fix)
    code = exit_of(results.diagnostics) or (Exit.FINDINGS if results.found else Exit.OK)
    (_say_json if arguments.format == "json" else _say)(results, code)
    return code


def _mend(loaded: Loaded, edits: list[Edit]) -> int:
    """Write the files with their repairs; how many were made."""
    by_path: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_path[edit.path].append(edit)
    for path, some in by_path.items():
        write_whole(Path(path), fixed(loaded.texts[path], some))
    return len(edits)


def _say(results: _Results, code: Exit) -> None:  # noqa: ARG001
    shown = [*results.diagnostics, *(one.diagnostic for one in results.found)]
    if shown:
        say(letters(shown, results.texts))
        say("")
    for folder in results.left_out:
        say(f"{folder} was not linted, because it has errors")
    fixable = sum(one.edit is not None for one in results.found)
    words = [counted(len(results.found), "finding")]
    words += [f"{results.mended} mended"] if results.mended else []
    words += [f"{fixable} of them can be mended with `--fix`"] if fixable else []
    say(", ".join(words))


def _say_json(results: _Results, code: Exit) -> None:
    shown = [as_table(one) for one in results.diagnostics]
    shown += [{**as_table(one.diagnostic), "can_be_mended": one.edit is not None} for one in results.found]
    status = {Exit.OK: "ok", Exit.FINDINGS: "findings"}.get(code, "unreadable")
    say_json({"status": status, "findings": len(results.found), "mended": results.mended, "diagnostics": shown})
