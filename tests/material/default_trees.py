"""Translate trees of defaults and exceptions to a rulebook: neutral cases in, law text out.

A group of rules becomes a group of the language, and an exception to it an exception to that group.
The answer is a value, an antinomy where the case expects a conflict, and a lacuna where it expects nothing.
A case that expects a mistake gets its code; one whose reason is not known here, any mistake.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

# As a script it is run from anywhere, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "src"))

from panarchy_rules.base.values import Value, parse_number, show
from tests.support.translated import Check, answer, run, words_for

_COMPARISONS = {"eq": "is", "ne": "is not", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_STATUS = {"conflict": "antinomy", "empty": "lacuna"}
# What a case says is wrong with its rules, and the code of the mistake.
_MISTAKES = {"cycle": "PR302", "itself": "PR302", "does not exist": "PR301", "unlabelled": "PR102"}


def translated(document: Mapping[str, Any]) -> Iterator[Check]:
    """Every case of a document."""
    for case in (*document.get("cases", ()), *document.get("static_cases", ())):
        text, names = law_text(case), _Names(case)
        facts = {names.inputs[name]: _value(value) for name, value in case.get("inputs", {}).items()}
        expected = _expected(case["expected"])
        yield Check(case["id"], text, expected, partial(_found, text, facts, any_mistake=expected == "refused"))


def law_text(case: Mapping[str, Any]) -> str:
    """The rulebook of one case."""
    inputs, rules, names = case.get("inputs", {}), case["rules"], _Names(case)
    said = rules[0]["value"]
    kind = _kind(inputs.get(str(said)[1:], said))
    declared = [f"fact {names.inputs[name]} is {_kind(value)}" for name, value in inputs.items()]
    written = (_rule(rule, rules, names) for rule in rules)
    return "\n".join(["rulebook mesa", *declared, f"question result is {kind}", *written]) + "\n"


class _Names:
    """What inputs, labels and rules of a case are called in the language: all differently."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        rules = case["rules"]
        labels = [rule[key] for key in ("label", "exception_to") for rule in rules if key in rule]
        self.inputs = _prefixed("the", case.get("inputs", {}))
        self.groups = _prefixed("group", labels)
        self.rules = _prefixed("rule", (rule["id"] for rule in rules))


def _prefixed(prefix: str, names: Iterable[str]) -> dict[str, str]:
    return {name: f"{prefix}_{given}" for name, given in words_for(names).items()}


def _rule(rule: Mapping[str, Any], rules: Iterable[Mapping[str, Any]], names: _Names) -> str:
    group = f" in {names.groups[rule['label']]}" if "label" in rule else ""
    what = "exception" if rule.get("exception_to") else "rule"
    when = "" if rule["when"] == ["true"] else f" when {_condition(rule['when'], names)}"
    says = _term(rule["value"], names)
    return f"{what} {names.rules[rule['id']]}{group}{_target(rule, rules, names)} result is {says}{when}"


def _target(rule: Mapping[str, Any], rules: Iterable[Mapping[str, Any]], names: _Names) -> str:
    """What an exception is to: a group, or the only other rule if its words in brackets say so and there is one."""
    target = rule.get("exception_to")
    if not target:
        return ""
    if not target.startswith("("):
        return f" to {names.groups[target]}"
    others = [other for other in rules if other is not rule and not other.get("exception_to")]
    return f" to {names.rules[others[0]['id']]}" if len(others) == 1 else ""


def _condition(condition: list[Any], names: _Names) -> str:
    match condition:
        case ["true"] | ["and"]:
            return "yes is yes"
        case ["false"] | ["or"]:
            return "yes is no"
        case ["istrue", term]:
            return f"{_term(term, names)} is yes"
        case ["not", part]:
            return f"not ({_condition(part, names)})"
        case [("and" | "or") as word, *parts]:
            return "(" + f" {word} ".join(_condition(part, names) for part in parts) + ")"
        case [operator, left, right]:
            return f"{_term(left, names)} {_COMPARISONS[operator]} {_term(right, names)}"
        case _:
            raise ValueError(condition)


def _term(term: Any, names: _Names) -> str:
    if isinstance(term, str) and term.startswith("$"):
        return names.inputs.get(term[1:], "not_an_input")
    return show(_value(term)) if not isinstance(_value(term), str) else f'"{term}"'


def _value(value: Any) -> Value:
    if isinstance(value, bool):
        return value
    for read in (parse_number, date.fromisoformat):
        try:
            return read(str(value))
        except (ValueError, ArithmeticError):
            continue
    return str(value)


def _kind(value: Any) -> str:
    kinds = {bool: "yes_no", Fraction: "number", date: "date", str: "text"}
    return kinds[type(_value(value))]


def _expected(expected: Mapping[str, Any]) -> str:
    if "value" in expected:
        return show(_value(expected["value"]))
    if expected["status"] != "static_error":
        return _STATUS[expected["status"]]
    codes = [code for words, code in _MISTAKES.items() if words in expected.get("reason", "")]
    return f"refused: {codes[0]}" if codes else "refused"


def _found(text: str, facts: Mapping[str, Value], any_mistake: bool) -> str:
    found = answer(text, facts)
    return found.partition(":")[0] if any_mistake else found


if __name__ == "__main__":
    sys.exit(run(translated))
