"""Name what a theory of defeasible logic speaks of: a theory in the neutral form in, names and conditions out.

Literals, rules and questions get names of the language that are all different, whatever they are called there.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from panarchy_rules.base.values import Value
from tests.support.translated import words_for

Rule = Mapping[str, Any]


def negated(literal: str) -> str:
    """The opposite of a literal."""
    return literal[1:] if literal.startswith("~") else f"~{literal}"


def when(condition: str) -> str:
    """A condition behind a conclusion, if there is one."""
    return f" when {condition}" if condition else ""


class Theory:
    """One theory. `asked` are the literals that are questions, `strict` those that may be proved strictly.

    `stated` are the names of the atoms that are facts, and `given` what is stated of them.
    """

    def __init__(self, theory: Mapping[str, Any]) -> None:
        self.facts: tuple[str, ...] = tuple(theory.get("facts", ()))
        self.rules: tuple[Rule, ...] = tuple(theory.get("rules", ()))
        self.superiority = {(over, under) for over, under in theory.get("superiority", ())}
        said = [
            *self.facts,
            *(rule["head"] for rule in self.rules),
            *(one for rule in self.rules for one in _body(rule)),
        ]
        atoms = sorted({_atom(literal) for literal in said})
        self._atoms = words_for(atoms)
        self._labels = words_for([rule["id"] for rule in self.rules])
        concluded = {_atom(rule["head"]) for rule in self.rules if rule["kind"] != "defeater"}
        concluded |= {_atom(literal) for literal in self.facts if negated(literal) in self.facts}
        self.asked = [literal for atom in atoms if atom in concluded for literal in (atom, f"~{atom}")]
        strictly = {rule["head"] for rule in self.rules if rule["kind"] == "strict"} | set(self.facts)
        self.strict = [literal for literal in self.asked if literal in strictly]
        self.stated = [self.name(atom) for atom in atoms if atom not in concluded]
        self.given: dict[str, Value] = {
            self.name(_atom(literal)): not literal.startswith("~")
            for literal in self.facts
            if literal not in self.asked
        }

    def name(self, literal: str) -> str:
        """The question that a literal is; of an atom that is a fact, its name."""
        return f"{'not' if literal.startswith('~') else 'it'}_{self._atoms[_atom(literal)]}"

    def strictly(self, literal: str) -> str:
        """The question whether a literal is proved strictly."""
        return f"strictly_{self.name(literal)}"

    def unless(self, literal: str) -> str:
        """The rule that a literal is not shown."""
        return f"unshown_{self.name(literal)}"

    def label(self, rule: Rule) -> str:
        """The name of a rule."""
        return f"rule_{self._labels[rule['id']]}"

    def rules_for(self, literal: str, *kinds: str) -> list[Rule]:
        """The rules with a literal as their head, of some kinds or of all."""
        return [rule for rule in self.rules if rule["head"] == literal and (not kinds or rule["kind"] in kinds)]

    def speaking(self, literal: str) -> list[Rule]:
        """The rules that may prove a literal."""
        return self.rules_for(literal, "strict", "defeasible")

    def over(self, one: Rule, other: Rule) -> bool:
        """Whether one rule is superior to another."""
        return (one["id"], other["id"]) in self.superiority

    def body(self, rule: Rule, strictly: bool = False) -> str:
        """The condition that a rule's body is proved, by default or strictly; empty if there is none."""
        return joined("and", (self.read(literal, strictly) for literal in _body(rule)))

    def read(self, literal: str, strictly: bool = False) -> str:
        """The condition that a literal is proved."""
        if literal not in self.asked:
            return f"{self.name(_atom(literal))} is {'no' if literal.startswith('~') else 'yes'}"
        if not strictly:
            return f"{self.name(literal)} is yes"
        return f"{self.strictly(literal)} is yes" if literal in self.strict else "yes is no"


def joined(word: str, conditions: Iterable[str]) -> str:
    """Conditions joined by `and` or `or`, each once; in brackets if there are several."""
    parts = list(dict.fromkeys(conditions))
    return f"({f' {word} '.join(parts)})" if len(parts) > 1 else "".join(parts)


def _body(rule: Rule) -> Iterable[str]:
    return rule.get("body", ())


def _atom(literal: str) -> str:
    return literal.removeprefix("~")
