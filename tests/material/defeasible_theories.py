"""Translate theories of defeasible logic to a rulebook: neutral cases in, law text out.

An atom that rules conclude becomes a question that is yes or no, and every other atom a fact.
What strict rules prove of facts alone is asked by itself, and prevails: a rule on it holds `always`. By what is only
proved by default a strict rule is a rule like others. Superiority is `precedence`.
A defeater attacks without a conclusion of its own: where it holds and no rule superior to it does, the rules that it
attacks conclude a third thing, `left_open`, which proves nothing and still stands against the opposite.
The reading in which ambiguity propagates is what the language means by itself; the other is `ambiguity blocks`.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

# As a script it is run from anywhere, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "src"))

from panarchy_rules.base.values import Symbol, Value
from panarchy_rules.rulebook.rulebook import Asking
from panarchy_rules.rulebook.verdict import Settled
from tests.support.translated import Check, asked, run, word

_READINGS = {"expected_ambiguity_blocking": ["ambiguity blocks"], "expected_ambiguity_propagation": []}


def translated(document: Mapping[str, Any]) -> Iterator[Check]:
    """Every conclusion that some reading of a theory has, or has not."""
    for theory in document["theories"]:
        for reading, clauses in _READINGS.items():
            text = law_text(theory, clauses)
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
    lines = [f"fact {_name(atom)} is yes_no otherwise not_applicable" for atom in sorted((read | told) - questions)]
    for literal in sorted(questions | {_negated(atom) for atom in questions}):
        strictly = _strictly(literal)
        lines += [f"question {strictly} is yes_no"]
        lines += [f"rule given_{strictly} {strictly} is yes"] if literal in theory["facts"] else []
        lines += [f"rule known_{strictly} always {_literal(literal)} when {_proved(literal, theory, _strict_literal)}"]
    lines += [f"question {_name(atom)} is yes_no" for atom in sorted(questions)]
    lines += [line for rule in theory["rules"] for line in _rule(rule, theory)]
    for over, under in _between_rules(theory):
        pairs = product(_labels(over, lines), _labels(under, lines))  # As it stands, and as it stands defeated.
        lines += [f"precedence {first}, {second}" for first, second in pairs]
    text = "\n".join(["rulebook mesa", *clauses, *lines]) + "\n"
    return _with_a_third_answer(text, questions) if "left_open" in text else text


def _labels(rule: str, lines: list[str]) -> list[str]:
    defeated = f"{_label(rule)}_defeated"
    return [_label(rule), *([defeated] if any(line.startswith(f"exception {defeated} ") for line in lines) else [])]


def _with_a_third_answer(text: str, questions: set[str]) -> str:
    """The same questions, with `so` and `not_so` for yes and no."""
    for name in map(_name, questions):
        for before, after in (("yes_no", "one of {so, not_so, left_open}"), ("yes", "so"), ("no", "not_so")):
            text = re.sub(rf"\b{name} is {before}\b", f"{name} is {after}", text)
    return text


def _rule(rule: Mapping[str, Any], theory: Mapping[str, Any]) -> Iterator[str]:
    label, head, body = _label(rule["id"]), rule["head"], _body(rule, theory)
    if rule["kind"] == "defeater":
        return
    yield f"rule {label} {_literal(head)}{_when(body)}"
    if defeated := _defeated(head, theory):
        yield f"exception {label}_defeated to {label} {_name(_split(head)[0])} is left_open when {defeated}"
    if rule["kind"] == "strict":
        yield f"rule strict_{label} {_strictly(head)} is yes{_when(_body(rule, theory, _strict_literal))}"


def _defeated(literal: str, theory: Mapping[str, Any]) -> str:
    """When some defeater stands against a literal, and no rule that is superior to the defeater speaks for it."""
    found = []
    for defeater in theory["rules"]:
        if defeater["kind"] != "defeater" or defeater["head"] != _negated(literal):
            continue
        superior = [
            rule
            for rule in theory["rules"]
            if rule["head"] == literal
            and rule["kind"] != "defeater"
            and [rule["id"], defeater["id"]] in theory["superiority"]
        ]
        if all(rule["body"] for rule in superior):
            parts = [_body(defeater, theory), *(f"not ({_body(rule, theory)})" for rule in superior)]
            found.append("(" + (" and ".join(part for part in parts if part) or "yes is yes") + ")")
    return " or ".join(found)


def _when(condition: str) -> str:
    return f" when {condition}" if condition else ""


def _between_rules(theory: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The pairs of rules of which one is superior. Between rules that agree it has no meaning."""
    heads = {rule["id"]: rule["head"] for rule in theory["rules"] if rule["kind"] != "defeater"}
    for over, under in theory["superiority"]:
        if {over, under} <= heads.keys() and heads[over] == _negated(heads[under]):
            yield over, under


def _proved(literal: str, theory: Mapping[str, Any], said: Callable[[str], str]) -> str:
    # A question that no rule speaks to proves nothing, and leaves nothing open.
    if _split(literal)[0] not in _questions(theory):
        return _literal(literal)
    return f"{said(literal).partition(' ')[0]} is given and {said(literal)}"


def _questions(theory: Mapping[str, Any]) -> set[str]:
    return {_split(rule["head"])[0] for rule in theory["rules"] if rule["kind"] != "defeater"}


def _split(literal: str) -> tuple[str, bool]:
    return literal.removeprefix("~"), literal.startswith("~")


def _negated(literal: str) -> str:
    return literal[1:] if literal.startswith("~") else f"~{literal}"


def _literal(literal: str) -> str:
    atom, negative = _split(literal)
    return f"{_name(atom)} is {'no' if negative else 'yes'}"


def _body(rule: Mapping[str, Any], theory: Mapping[str, Any], said: Callable[[str], str] = _literal) -> str:
    return " and ".join(_proved(literal, theory, said) for literal in rule["body"])


def _strict_literal(literal: str) -> str:
    return f"{_strictly(literal)} is yes"


def _strictly(literal: str) -> str:
    atom, negative = _split(literal)
    return f"strictly_{'not_' if negative else ''}{word(atom)}"


def _name(atom: str) -> str:
    return f"it_{word(atom)}"


def _label(rule: str) -> str:
    return f"rule_{word(rule)}"


def _found(text: str, facts: Mapping[str, Value], literal: str, degree: str) -> str:
    """Whether a literal is proved: by default (`d`), or by facts and strict rules alone (`D`)."""
    atom, negative = _split(literal)
    if _name(atom) in facts:
        return "proved" if facts[_name(atom)] is not negative else "not proved"
    if f"question {_name(atom)} " not in text:
        return "not proved"  # No rule speaks of it.
    wanted_by_default = (not negative, Symbol("not_so" if negative else "so"))
    names = {_strictly(literal): (True,), **({_name(atom): wanted_by_default} if degree == "d" else {})}
    for name, wanted in names.items():
        found = asked(text, facts, Asking(name))
        if isinstance(found, str):
            return found
        if isinstance(found[0], Settled) and found[0].value in wanted:
            return "proved"
    return "not proved"


if __name__ == "__main__":
    sys.exit(run(translated))
