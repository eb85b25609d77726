"""Write out when a conclusion is proved: a literal of a theory whose conclusions rest on one another in, law text out.

A collision of rules that may rest on themselves is not known to be one, so that here no rules collide for a literal:
the inference rule of defeasible logic is its condition.
Where ambiguity propagates, a literal that is supported and not proved is left open by a rule against it.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from panarchy_rules.base.circles import rounds
from tests.material.theories_in_words import Rule, Theory, joined, negated

_TRUE, _FALSE = "yes is yes", "yes is no"


def goes_in_circles(theory: Theory) -> bool:
    """Whether conclusions rest on one another, or superiority goes in a circle."""
    rests = [
        (theory.name(literal), theory.name(read))
        for literal in theory.asked
        for rule in (*theory.rules_for(literal), *theory.rules_for(negated(literal)))
        for read in rule.get("body", ())
        if read in theory.asked
    ]
    return _round(rests) or _round(theory.superiority)


def _round(edges: Collection[tuple[str, str]]) -> bool:
    groups = Counter(rounds(edges).values())
    return any(count > 1 for count in groups.values()) or any(start == end for start, end in edges)


def exceptions_in_circles(literal: str, theory: Theory, blocks: bool) -> Iterator[str]:
    """The exceptions to a literal's not being shown."""
    name, unless, proved = theory.name(literal), theory.unless(literal), _proved(literal, theory)
    if blocks:
        yield f"exception shown_{name} to {unless} {name} is yes when {proved}"
        return
    yield f"exception shown_{name} to {unless} {name} is yes when ({proved} or {_supported(literal, theory)})"
    yield f"exception attacked_{name} to {unless} {name} is no when not {proved}"


def _proved(literal: str, theory: Theory) -> str:
    """That some rule holds, and every attack fails or is met by a superior rule."""
    speaking, opposite = theory.speaking(literal), negated(literal)
    attacks = [_met(attack, speaking, theory) for attack in theory.rules_for(opposite)]
    strict = [f"not {theory.strictly(opposite)} is yes"] if opposite in theory.strict else []
    return joined("and", [_some(speaking, theory), *strict, *attacks])


def _met(attack: Rule, speaking: list[Rule], theory: Theory) -> str:
    superior = [rule for rule in speaking if theory.over(rule, attack)]
    return joined("or", [f"not {_holds(attack, theory)}", *(_holds(rule, theory) for rule in superior)])


def _supported(literal: str, theory: Theory) -> str:
    """That some rule holds to which no rule that holds is superior."""
    attacks = theory.rules_for(negated(literal))
    found = []
    for rule in theory.speaking(literal):
        superior = [f"not {_holds(attack, theory)}" for attack in attacks if theory.over(attack, rule)]
        found.append(joined("and", [_holds(rule, theory), *superior]))
    return joined("or", found) or _FALSE


def _some(rules: list[Rule], theory: Theory) -> str:
    return joined("or", (_holds(rule, theory) for rule in rules)) or _FALSE


def _holds(rule: Rule, theory: Theory) -> str:
    return theory.body(rule) or _TRUE
