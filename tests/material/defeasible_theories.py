"""Translate theories of defeasible logic to a rulebook: neutral cases in, law text out.

Every literal is a question, which is no unless something is shown.
A rule for the literal is an exception that says yes, and a rule or defeater against it one that says no.
If both hold they collide, and superiority is `precedence`. What facts and strict rules prove is asked by itself, and
a rule on it holds `always`. An atom on which there are facts alone is a fact.
Where conclusions rest on one another, or superiority goes in a circle, the conditions of a proof are written out
instead: `theories_in_circles`.
The reading in which ambiguity propagates is what the language means by itself; the other is `ambiguity blocks`.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

# As a script it is run from anywhere, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "src"))

from panarchy_rules.rulebook.rulebook import Asking
from panarchy_rules.rulebook.verdict import Settled
from tests.material.theories_in_circles import exceptions_in_circles, goes_in_circles
from tests.material.theories_in_words import Theory, negated, when
from tests.support.translated import Check, asked, run

_READINGS = {"ambiguity_blocking": True, "ambiguity_propagation": False}


def translated(document: Mapping[str, Any]) -> Iterator[Check]:
    """Every conclusion that some reading of a theory has, or has not."""
    for one in document["theories"]:
        theory = Theory(one)
        for reading, blocks in _READINGS.items():
            text = law_text(theory, blocks)
            for tag, literals in one.get(f"expected_{reading}", {}).items():
                for literal in literals:
                    name = f"{one['id']} {reading} {tag[1:]} {literal}"
                    expected = "proved" if tag[0] == "+" else "not proved"
                    yield Check(name, text, expected, partial(_found, theory, text, literal, tag[1:]))


def law_text(theory: Theory, blocks: bool) -> str:
    """The rulebook of one theory."""
    lines = ["rulebook mesa", *(["ambiguity blocks"] if blocks else [])]
    lines += [f"fact {name} is yes_no otherwise not_applicable" for name in theory.stated]
    for literal in theory.strict:
        lines += _strictly(literal, theory)
    exceptions = partial(exceptions_in_circles, blocks=blocks) if goes_in_circles(theory) else _exceptions
    for literal in theory.asked:
        name, unless = theory.name(literal), theory.unless(literal)
        lines += [f"question {name} is yes_no", f"rule {unless} {name} is no", *exceptions(literal, theory)]
        if literal in theory.strict:
            lines.append(f"rule known_{name} always {name} is yes when {theory.strictly(literal)} is yes")
    return "\n".join(lines) + "\n"


def _strictly(literal: str, theory: Theory) -> Iterator[str]:
    """Whether facts and strict rules alone prove a literal."""
    name = theory.strictly(literal)
    yield f"question {name} is yes_no"
    yield f"rule un{name} {name} is {'yes' if literal in theory.facts else 'no'}"
    if literal not in theory.facts:
        for rule in theory.rules_for(literal, "strict"):
            proved = theory.body(rule, strictly=True)
            yield f"exception {theory.label(rule)}_{name} to un{name} {name} is yes{when(proved)}"


def _exceptions(literal: str, theory: Theory) -> Iterator[str]:
    """The rules for a literal and against it, as exceptions to its not being shown."""
    name, unless = theory.name(literal), theory.unless(literal)
    speaking = {theory.label(rule): rule for rule in theory.speaking(literal)}
    attacks = {f"{theory.label(rule)}_against": rule for rule in theory.rules_for(negated(literal))}
    for label, rule in {**speaking, **attacks}.items():
        says = "yes" if label in speaking else "no"
        yield f"exception {label} to {unless} {name} is {says}{when(theory.body(rule))}"
    if negated(literal) in theory.strict:
        yield f"exception opposite_of_{name} to {unless} {name} is no when {theory.strictly(negated(literal))} is yes"
    for one, rule in speaking.items():
        for other, attack in attacks.items():
            yield from [f"precedence {one}, {other}"] if theory.over(rule, attack) else []
            yield from [f"precedence {other}, {one}"] if theory.over(attack, rule) else []


def _found(theory: Theory, text: str, literal: str, degree: str) -> str:
    """Whether a literal is proved: by default (`d`), or by facts and strict rules alone (`D`)."""
    if literal not in theory.asked:
        return "proved" if literal in theory.facts else "not proved"
    if degree == "D" and literal not in theory.strict:
        return "not proved"
    question = theory.strictly(literal) if degree == "D" else theory.name(literal)
    found = asked(text, theory.given, Asking(question))
    if isinstance(found, str):
        return found
    return "proved" if isinstance(found[0], Settled) and found[0].value is True else "not proved"


if __name__ == "__main__":
    sys.exit(run(translated))
