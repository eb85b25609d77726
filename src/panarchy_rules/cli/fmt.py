"""`panarchy fmt`: files of law in, the same files in canonical form out, or what would change."""

import argparse
import difflib
from dataclasses import dataclass, field
from pathlib import Path

from panarchy_rules.base.diagnostics import Diagnostic, errors, in_order
from panarchy_rules.base.spans import whole_file
from panarchy_rules.base.whole_files import write_whole
from panarchy_rules.cli.exits import Exit, exit_of
from panarchy_rules.cli.law_files import law_files, parsed_file
from panarchy_rules.cli.output import as_table, counted, letters, say, say_json
from panarchy_rules.cli.worlds import content
from panarchy_rules.formatting.format import formatted_file

_TOO_DEEP = "brackets are nested so deeply that the file is left as it is"


@dataclass
class _Results:
    """What became of some files."""

    files: int = 0
    changed: dict[Path, str] = field(default_factory=dict)
    diffs: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def add(self, path: Path) -> None:
        """Format one file; one with mistakes is left as it is."""
        self.files += 1
        parsed = parsed_file(path)
        wrong = errors(parsed.diagnostics)
        before = content(path).decode("utf-8", errors="replace")
        after = None if wrong else formatted_file(str(path), before)
        if after is None:
            self.texts[str(path)] = parsed.text
            self.diagnostics += wrong or [Diagnostic("PR105", _TOO_DEEP, whole_file(str(path)))]
        elif after != before:
            self.changed[path] = after
            self.diffs.append(_diff(str(path), before, after))


def run(arguments: argparse.Namespace) -> Exit:
    """Format files, or only say what would change."""
    results = _Results()
    for path in law_files(arguments.place):
        results.add(path)
    only_looks = arguments.check or arguments.diff
    if only_looks:
        results.diagnostics += [_not_canonical(path) for path in results.changed]
    else:
        for path, text in results.changed.items():
            write_whole(path, text)
    found = in_order(results.diagnostics)
    if arguments.format == "json":
        _say_json(results, found, wants_diff=arguments.diff)
    else:
        _say(results, found, only_looks=only_looks, wants_diff=arguments.diff)
    return exit_of(found)


def _not_canonical(path: Path) -> Diagnostic:
    help_ = "`panarchy fmt` writes it so, and `panarchy fmt --diff` shows what would change"
    return Diagnostic("PR902", "this file is not in canonical form", whole_file(str(path)), help=help_)


def _diff(path: str, before: str, after: str) -> str:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), path, path, lineterm="")
    return "\n".join(line.replace("\r", "") for line in lines)


def _say(results: _Results, found: tuple[Diagnostic, ...], *, only_looks: bool, wants_diff: bool) -> None:
    if wants_diff and results.diffs:
        say("\n".join(results.diffs))
    shown = [one for one in found if not (wants_diff and one.code == "PR902")]
    if shown:
        say(letters(shown, results.texts))
        say("")
    done = "would be formatted" if only_looks else "formatted"
    left = results.files - len(results.changed)
    rest = "left as it is" if left == 1 else "left as they are"
    say(f"{counted(len(results.changed), 'file')} {done}, {counted(left, 'file')} {rest}")


def _say_json(results: _Results, found: tuple[Diagnostic, ...], *, wants_diff: bool) -> None:
    table: dict[str, object] = {
        "status": "findings" if found else "ok",
        "files": results.files,
        "changed": [str(path) for path in results.changed],
        "diagnostics": [as_table(one) for one in found],
    }
    if wants_diff:
        table["diff"] = "\n".join(results.diffs)
    say_json(table)
