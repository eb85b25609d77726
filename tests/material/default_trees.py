"""Translate trees of defaults and exceptions to a rulebook: neutral cases in, law text out.

A group of rules becomes a group of the language, and an exception to it an exception to that group.
The answer is a value, an antinomy where the case expects a conflict, and a lacuna where it expects nothing.
"""

import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

# As a script it is run from anywhere, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "src"))

from panarchy_rules.base.values import Value, parse_number, show
from tests.support.translated import Check, answer, run, word

_COMPARISONS = {"eq": "is", "ne": "is not", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_STATUS = {"conflict": "antinomy", "empty": "lacuna"}
# What a case says is wrong with its rules, and the code of the mistake.
_MISTAKES = {"cycle": "PR302", "itself": "PR302", "does not exist": "PR301", "unlabelled": "PR102"}


def translated(document: Mapping[str, Any]) -> Iterator[Check]:
    """Every case of a document."""
    for case in (*document["cases"], *document.get("static_cases", ())):
        text = law_text(case)
        facts = {_name(name): _value(value) for name, value in case.get("inputs", {}).items()}
        yield Check(case["id"], text, _expected(case["expected"]), partial(answer, text, facts))


def law_text(case: Mapping[str, Any]) -> str:
    """The rulebook of one case."""
    inputs, rules = case.get("inputs", {}), case["rules"]
    said = rules[0]["value"]
    kind = _kind(inputs.get(str(said)[1:], said))
    declared = [f"fact {_name(name)} is {_kind(value)}" for name, value in inputs.items()]
    return "\n".join(["rulebook mesa", *declared, f"question result is {kind}", *map(_rule, rules)]) + "\n"


def _rule(rule: Mapping[str, Any]) -> str:
    group = f" in group_{word(rule['label'])}" if "label" in rule else ""
    target = rule.get("exception_to")
    # Words in brackets name no group: an exception without a name to refer to has nothing behind `to`.
    named = f" to group_{word(target)}" if target and not target.startswith("(") else ""
    what = "exception" if target else "rule"
    when = "" if rule["when"] == ["true"] else f" when {_condition(rule['when'])}"
    return f"{what} rule_{word(rule['id'])}{group}{named} result is {_term(rule['value'])}{when}"


def _condition(condition: list[Any]) -> str:
    match condition:
        case ["true"]:
            return "yes is yes"
        case ["istrue", term]:
            return _term(term)
        case ["not", part]:
            return f"not {_condition(part)}"
        case [("and" | "or") as word, *parts]:
            return "(" + f" {word} ".join(map(_condition, parts)) + ")"
        case [operator, left, right]:
            return f"{_term(left)} {_COMPARISONS[operator]} {_term(right)}"
        case _:
            raise ValueError(condition)


def _term(term: Any) -> str:
    return _name(term[1:]) if isinstance(term, str) and term.startswith("$") else show(_value(term))


def _name(name: str) -> str:
    return f"the_{word(name)}"


def _value(value: Any) -> Value:
    if isinstance(value, bool):
        return value
    try:
        return parse_number(str(value))
    except (ValueError, ArithmeticError):
        return str(value)


def _kind(value: Any) -> str:
    kinds = {bool: "yes_no", Fraction: "number", str: "text"}
    return kinds[type(_value(value))]


def _expected(expected: Mapping[str, Any]) -> str:
    if "value" in expected:
        return show(_value(expected["value"]))
    if expected["status"] != "static_error":
        return _STATUS[expected["status"]]
    codes = [code for words, code in _MISTAKES.items() if words in expected["reason"]]
    return f"refused: {codes[0]}"


if __name__ == "__main__":
    sys.exit(run(translated))
