"""Draw trees of defaults and exceptions in the neutral form: a seed in, a case out with what it comes to.

What is expected is computed group by group, as the header of the neutral cases says it.
"""

from collections.abc import Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne
from random import Random
from typing import Any

_COMPARED = {"eq": eq, "ne": ne, "lt": lt, "le": le, "gt": gt, "ge": ge}
_NUMBERS = (-2, -1, 0, 1, 2, 3)
_VALUES = {"whole": _NUMBERS, "truth": (True, False), "word": ("left", "right", "a b")}


def case(seed: int) -> dict[str, Any]:
    """One case."""
    chance = Random(seed)
    inputs = {"Y": chance.choice(_NUMBERS), "y": chance.choice(_NUMBERS), "on": chance.random() < 0.5, "Off x": False}
    groups = [f"g{number}" for number in range(chance.randint(1, 6))]
    parents = {group: chance.choice(groups[:place]) for place, group in enumerate(groups) if place}
    values = _VALUES[chance.choice(tuple(_VALUES))]
    rules = []
    for group in groups:
        for _ in range(chance.randint(1, 3)):
            rule = {"id": f"r{len(rules)}", "label": group, "when": _when(chance, 2), "value": chance.choice(values)}
            rules.append(rule | ({"exception_to": parents[group]} if group in parents else {}))
    chance.shuffle(rules)
    drawn = {"id": f"tree_{seed}", "inputs": inputs, "rules": rules}
    return {**drawn, "expected": expected(drawn)}


def expected(case: Mapping[str, Any]) -> dict[str, Any]:
    """What a case comes to."""
    rules = case["rules"]
    root = next(rule["label"] for rule in rules if "exception_to" not in rule)
    found = _of_group(root, rules, case["inputs"])
    return {"status": found} if isinstance(found, str) else {"value": found[0]}


def _of_group(group: str, rules: Sequence[Mapping[str, Any]], inputs: Mapping[str, Any]) -> str | tuple[Any]:
    """`conflict`, `empty`, or the one value."""
    over = dict.fromkeys(rule["label"] for rule in rules if rule.get("exception_to") == group)
    above = [found for one in over if (found := _of_group(one, rules, inputs)) != "empty"]
    own = [(rule["value"],) for rule in rules if rule["label"] == group and _holds(rule["when"], inputs)]
    found = set(above or own)
    return "conflict" if len(found) > 1 else found.pop() if found else "empty"


def _holds(condition: Sequence[Any], inputs: Mapping[str, Any]) -> bool:
    match condition:
        case ["true"]:
            return True
        case ["istrue", term]:
            return bool(_term(term, inputs))
        case ["and", *parts]:
            return all(_holds(part, inputs) for part in parts)
        case [operator, left, right]:
            return bool(_COMPARED[operator](_term(left, inputs), _term(right, inputs)))
    raise AssertionError(condition)


def _term(term: Any, inputs: Mapping[str, Any]) -> Any:
    return inputs[term[1:]] if isinstance(term, str) and term.startswith("$") else term


def _when(chance: Random, depth: int) -> list[Any]:
    match chance.choice(("true", "istrue", "compare", "compare", "and" if depth else "compare")):
        case "true":
            return ["true"]
        case "istrue":
            return ["istrue", chance.choice(("$on", "$Off x", True))]
        case "and":
            return ["and", *(_when(chance, depth - 1) for _ in range(chance.randint(1, 3)))]
    terms = [chance.choice(("$Y", "$y", *_NUMBERS)) for _ in range(2)]
    return [chance.choice(("eq", "lt", "le", "gt", "ge")), *terms]
