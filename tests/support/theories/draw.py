"""Draw a theory of defeasible logic: a kind and chance in, a theory in the neutral form out.

The kinds say what may occur beside defeasible rules: `plain` nothing, `strict` strict rules, `defeaters` defeaters,
`cycles` rules that rest on one another, and `mixed` all of it. Superiority goes round in no circle.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

KINDS = ("plain", "strict", "defeaters", "cycles", "mixed")
_MADE_OF = {
    "plain": ("defeasible",),
    "strict": ("defeasible", "defeasible", "strict"),
    "defeaters": ("defeasible", "defeasible", "defeater"),
    "cycles": ("defeasible",),
    "mixed": ("defeasible", "defeasible", "strict", "defeater"),
}
_ATOMS = ("p", "q", "r", "s", "t", "u", "v", "w", "x", "y")


def theory(kind: str, seed: int) -> dict[str, Any]:
    """One theory."""
    chance = Random(f"{kind} {seed}")
    atoms = _ATOMS[: chance.randint(2, len(_ATOMS))]
    rules = [_rule(f"r{n}", kind, atoms, chance) for n in range(chance.randint(2, 3 * len(atoms)))]
    facts = sorted({_literal(("e", "f", *atoms[:1]), chance) for _ in range(chance.randint(0, 3))})
    return {"id": f"{kind}_{seed}", "facts": facts, "rules": rules, "superiority": _superiority(rules, chance)}


def _rule(name: str, kind: str, atoms: Sequence[str], chance: Random) -> dict[str, Any]:
    place = chance.randrange(len(atoms))
    readable = ("e", "f", *(atoms if kind in ("cycles", "mixed") else atoms[:place]))
    body = sorted({_literal(readable, chance) for _ in range(chance.choice((0, 1, 1, 2)))})
    head = atoms[place] if chance.random() < 0.5 else f"~{atoms[place]}"
    return {"id": name, "kind": chance.choice(_MADE_OF[kind]), "body": body, "head": head}


def _literal(atoms: Sequence[str], chance: Random) -> str:
    return chance.choice(("", "", "~")) + chance.choice(atoms)


def _superiority(rules: Sequence[dict[str, Any]], chance: Random) -> list[list[str]]:
    """Pairs of rules that contradict each other, and now and then of others, which follow one order of all rules."""
    order = chance.sample(range(len(rules)), len(rules))
    pairs = [(rules[one], rules[other]) for place, one in enumerate(order) for other in order[place + 1 :]]
    return [
        [one["id"], other["id"]]
        for one, other in pairs
        if chance.random() < (0.4 if one["head"].strip("~") == other["head"].strip("~") else 0.03)
    ]
