"""Translate theories of defeasible logic to a rulebook: neutral cases in, law text out.

An atom that rules conclude becomes a question that is yes or no, and every other atom a fact.
Superiority is `precedence`, and a strict rule holds `always`.
A defeater, which attacks without a conclusion of its own, cannot be said.
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

from panarchy_rules.base.values import Value
from panarchy_rules.rulebook.rulebook import Asking
from panarchy_rules.rulebook.verdict import Settled
from tests.support.translated import Check, asked, run, word

_READINGS = {"expected_ambiguity_blocking": ["ambiguity blocks"], "expected_ambiguity_propagation": []}
_WORDS = {"strict": "always ", "defeasible": ""}


def translated(document: Mapping[str, Any]) -> Iterator[Check]:
    """Every conclusion that some reading of a theory has, or has not."""
    for theory in document["theories"]:
        for reading, clauses in _READINGS.items():
            text = law_text(theory, clauses) if _can_be_said(theory) else ""
            facts: dict[str, Value] = {
                _name(atom): not negative
                for atom, negative in map(_split, theory["facts"])
                if atom not in _questions(theory)
            }
            for tag, literals in theory.get(reading, {}).items():
                for literal in literals:
                    name = f"{theory['id']} {reading.removeprefix('expected_')} {tag[1:]} {literal}"
                    expected = "proved" if tag[0] == "+" else "not proved"
                    yield Check(name, text, expected, partial(_found, text, facts, literal, tag[1:]))


def law_text(theory: Mapping[str, Any], clauses: list[str]) -> str:
    """The rulebook of one theory."""
    questions = _questions(theory)
    read = {_split(literal)[0] for rule in theory["rules"] for literal in rule["body"]}
    told = {_split(literal)[0] for literal in theory["facts"]}
    lines = [f"question {_name(atom)} is yes_no" for atom in sorted(questions)]
    lines += [f"fact {_name(atom)} is yes_no otherwise not_applicable" for atom in sorted((read | told) - questions)]
    lines += [
        f"rule given_{_literal(literal).replace(' ', '_')} always {_literal(literal)}"
        for literal in theory["facts"]
        if _split(literal)[0] in questions
    ]
    lines += [_rule(rule, theory) for rule in theory["rules"]]
    lines += [f"precedence {_label(over)}, {_label(under)}" for over, under in _between_rules(theory)]
    return "\n".join(["rulebook mesa", *clauses, *lines]) + "\n"


def _can_be_said(theory: Mapping[str, Any]) -> bool:
    return all(rule["kind"] in _WORDS for rule in theory["rules"])


def _rule(rule: Mapping[str, Any], theory: Mapping[str, Any]) -> str:
    body = _body(rule, theory)
    when = f" when {body}" if body else ""
    return f"rule {_label(rule['id'])} {_WORDS[rule['kind']]}{_literal(rule['head'])}{when}"


def _between_rules(theory: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The pairs of rules of which one is superior. Between rules that agree it has no meaning."""
    heads = {rule["id"]: rule["head"] for rule in theory["rules"]}
    yield from ((over, under) for over, under in theory["superiority"] if heads[over] == _negated(heads[under]))


def _body(rule: Mapping[str, Any], theory: Mapping[str, Any]) -> str:
    # A question that no rule speaks to proves nothing, and leaves nothing open.
    questions = _questions(theory)
    parts = []
    for literal in rule["body"]:
        atom, _ = _split(literal)
        parts += [f"{_name(atom)} is given"] if atom in questions else []
        parts.append(_literal(literal))
    return " and ".join(parts)


def _questions(theory: Mapping[str, Any]) -> set[str]:
    return {_split(rule["head"])[0] for rule in theory["rules"]}


def _split(literal: str) -> tuple[str, bool]:
    return literal.removeprefix("~"), literal.startswith("~")


def _negated(literal: str) -> str:
    return literal[1:] if literal.startswith("~") else f"~{literal}"


def _literal(literal: str) -> str:
    atom, negative = _split(literal)
    return f"{_name(atom)} is {'no' if negative else 'yes'}"


def _name(atom: str) -> str:
    return f"it_{word(atom)}"


def _label(rule: str) -> str:
    return f"rule_{word(rule)}"


def _found(text: str, facts: Mapping[str, Value], literal: str, degree: str) -> str:
    """Whether a literal is proved: by default (`d`), or by facts and strict rules alone (`D`)."""
    if not text:
        return "a defeater cannot be said"
    atom, negative = _split(literal)
    if _name(atom) in facts:
        return "proved" if facts[_name(atom)] is not negative else "not proved"
    found = asked(text, facts, Asking(_name(atom)))
    if isinstance(found, str):
        return found
    verdict, rulebook = found
    proved = isinstance(verdict, Settled) and verdict.value is not negative
    if degree == "D" and isinstance(verdict, Settled):
        proved = proved and all(rulebook.rules[label].always for label in (*verdict.grounds, *verdict.support))
    return "proved" if proved else "not proved"


if __name__ == "__main__":
    sys.exit(run(translated))
