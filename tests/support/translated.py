"""Ask cases that were written for no language in particular: law text and a question in, the answer in words out.

A translator turns a document of such cases into `Check`s. It is run on the cases kept beside it by pytest,
and on any document of the same form as a script, which closes with how many came out as expected.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, islice
from pathlib import Path
from typing import Any

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.base.diagnostics import errors
from panarchy_rules.base.values import Value, show
from panarchy_rules.compiler import compile_world
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Asking, QuestionId, Rulebook
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict
from panarchy_rules.syntax import parse

LAW = "mesa.law"
ROLES = {"claimant": "claimant", "respondent": "respondent"}
RESULT = Asking("result")


@dataclass(frozen=True)
class Check:
    """One case in law text, what is expected of it, and how to find what comes of it."""

    name: str
    text: str
    expected: str
    find: Callable[[], str]


def read(path: Path) -> Any:
    """A document of cases. A number with a point stays text, so that no binary float arises."""
    return json.loads(path.read_text("utf-8"), parse_float=str)


def word(name: str) -> str:
    """Any name as part of a name of the language."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def words_for(names: Iterable[str]) -> dict[str, str]:
    """Several names as parts of names of the language, all different."""
    given: dict[str, str] = {}
    for name in dict.fromkeys(names):
        base = word(name) or "nameless"
        others = (f"{base}_{number}" for number in count(2))
        given[name] = next(one for one in (base, *islice(others, len(given) + 1)) if one not in given.values())
    return given


@lru_cache(maxsize=64)
def compiled(text: str) -> tuple[Rulebook, tuple[str, ...]]:
    """The rulebook in a text, and the codes of its mistakes."""
    world = compile_world([parse(LAW, text)])
    codes = {problem.code for problem in errors(world.diagnostics)}
    return next(iter(world.rulebooks.values())), tuple(sorted(codes))


def asked(text: str, facts: Mapping[str, Value], question: QuestionId) -> tuple[Verdict, Rulebook] | str:
    """The verdict on a question; for a text with mistakes, `refused` with their codes."""
    rulebook, codes = compiled(text)
    if codes:
        return f"refused: {', '.join(codes)}"
    record = Record({(name, None): value for name, value in facts.items()}, ROLES)
    return Evaluation(rulebook, record).decide(question), rulebook


def answer(text: str, facts: Mapping[str, Value], question: QuestionId = RESULT) -> str:
    """The answer in words: a value or another verdict; for a text with mistakes, `refused` with their codes."""
    found = asked(text, facts, question)
    if isinstance(found, str):
        return found
    match found[0]:
        case Settled(value):
            return show(value)
        case Lacuna():
            return "lacuna"
        case Antinomy():
            return "antinomy"
        case Undetermined(missing, obstacles):
            return f"undetermined: {'; '.join([*missing, *obstacles])}"


def run(translated: Callable[[Any], Iterable[Check]]) -> int:
    """Run a translator on the documents that the command line names, or on the cases kept beside it."""
    documents = sys.argv[1:] or [str(Path(sys.argv[0]).with_suffix(".json"))]
    checks = [check for document in documents for check in translated(read(Path(document)))]
    failed = list(_failed(checks))
    for check, found in failed:
        print(f"{check.name}: expected {check.expected}, found {found}\n{check.text}")
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _failed(checks: Iterable[Check]) -> Iterator[tuple[Check, str]]:
    for check in checks:
        found = check.find()
        if found != check.expected:
            yield check, found
