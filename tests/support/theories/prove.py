"""Prove the conclusions of a theory of defeasible logic: a theory in the neutral form in, what it proves out.

The inference rules are those of Antoniou, Billington, Governatori and Maher (*Representation Results for Defeasible
Logic*, 2001, and *A Flexible Framework for Defeasible Logics*, 2000): what is proved grows until nothing is added.
A tag is a pair of a sign and a degree: `D` strictly, `d` by default, `s` merely supported.
What only rests on itself is neither proved nor refuted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Rule = Mapping[str, Any]
Tag = tuple[str, str]


def conclusions(theory: Mapping[str, Any], propagating: bool) -> dict[Tag, set[str]]:
    """The literals that have each tag, where ambiguity blocks or propagates."""
    return _Proof(theory, propagating).all()


def negated(literal: str) -> str:
    """The opposite of a literal."""
    return literal[1:] if literal.startswith("~") else f"~{literal}"


def literals(theory: Mapping[str, Any]) -> list[str]:
    """Every literal of which a theory speaks, and its opposite."""
    rules = theory["rules"]
    said = [*theory["facts"], *(rule["head"] for rule in rules), *(one for rule in rules for one in rule["body"])]
    atoms = sorted({one.removeprefix("~") for one in said})
    return [literal for atom in atoms for literal in (atom, f"~{atom}")]


@dataclass
class _Proof:
    theory: Mapping[str, Any]
    propagating: bool
    found: dict[Tag, set[str]] = field(default_factory=lambda: {(sign, to): set() for sign in "+-" for to in "Dds"})

    def all(self) -> dict[Tag, set[str]]:
        """Everything that can be proved."""
        tests: dict[Tag, Callable[[str], bool]] = {
            ("+", "D"): self._strictly, ("-", "D"): self._not_strictly,
            ("+", "d"): self._by_default, ("-", "d"): self._not_by_default,
            ("+", "s"): self._supported, ("-", "s"): self._not_supported,
        }  # fmt: skip
        grows = True
        while grows:
            more = {tag: {one for one in literals(self.theory) if test(one)} for tag, test in tests.items()}
            grows = any(more[tag] - self.found[tag] for tag in tests)
            for tag in tests:
                self.found[tag] |= more[tag]
        return self.found

    def _rules(self, head: str, *kinds: str) -> list[Rule]:
        return [rule for rule in self.theory["rules"] if rule["head"] == head and (not kinds or rule["kind"] in kinds)]

    def _holds(self, rule: Rule, degree: str) -> bool:
        return all(one in self.found["+", degree] for one in rule["body"])

    def _fails(self, rule: Rule, degree: str) -> bool:
        return any(one in self.found["-", degree] for one in rule["body"])

    def _over(self, one: Rule, other: Rule) -> bool:
        return [one["id"], other["id"]] in [list(pair) for pair in self.theory["superiority"]]

    def _strictly(self, literal: str) -> bool:
        rules = self._rules(literal, "strict")
        return literal in self.theory["facts"] or any(self._holds(rule, "D") for rule in rules)

    def _not_strictly(self, literal: str) -> bool:
        rules = self._rules(literal, "strict")
        return literal not in self.theory["facts"] and all(self._fails(rule, "D") for rule in rules)

    def _speaking(self, literal: str) -> list[Rule]:
        return self._rules(literal, "strict", "defeasible")

    @property
    def _attacks_from(self) -> str:
        return "s" if self.propagating else "d"

    def _by_default(self, literal: str) -> bool:
        if literal in self.found["+", "D"]:
            return True
        mine, opposite = self._speaking(literal), negated(literal)
        return (
            opposite in self.found["-", "D"]
            and any(self._holds(rule, "d") for rule in mine)
            and all(
                self._fails(attack, self._attacks_from) or self._beaten(attack, mine)
                for attack in self._rules(opposite)
            )
        )

    def _beaten(self, attack: Rule, mine: Iterable[Rule]) -> bool:
        return any(self._holds(rule, "d") and self._over(rule, attack) for rule in mine)

    def _not_by_default(self, literal: str) -> bool:
        mine, opposite = self._speaking(literal), negated(literal)
        return literal in self.found["-", "D"] and (
            opposite in self.found["+", "D"]
            or all(self._fails(rule, "d") for rule in mine)
            or any(
                self._holds(attack, self._attacks_from)
                and all(self._fails(rule, "d") or not self._over(rule, attack) for rule in mine)
                for attack in self._rules(opposite)
            )
        )

    def _supported(self, literal: str) -> bool:
        return literal in self.found["+", "D"] or any(
            self._holds(rule, "s")
            and all(
                self._fails(attack, "d") or not self._over(attack, rule) for attack in self._rules(negated(literal))
            )
            for rule in self._speaking(literal)
        )

    def _not_supported(self, literal: str) -> bool:
        return literal in self.found["-", "D"] and all(
            self._fails(rule, "s")
            or any(self._holds(attack, "d") and self._over(attack, rule) for attack in self._rules(negated(literal)))
            for rule in self._speaking(literal)
        )
