"""Whether a code refuses to govern a claim itself: claim and code in, yes, no or what that waits for out."""

from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.rulebook import OwnLawNever, Rulebook


def never(claim: ClaimAtIssue, rulebook: Rulebook) -> bool | Unknown:
    """Whether a line `own law never` of the code holds."""
    waits: list[Unknown] = []
    for clause in rulebook.own_law_never:
        held = _holds(claim, rulebook, clause)
        if held is True:
            return True
        if isinstance(held, Unknown):
            waits.append(held)
    return waits[0] if waits else False


def always(rulebook: Rulebook) -> bool:
    """Whether no fact has a say in it."""
    return all(clause.condition is None for clause in rulebook.own_law_never)


def _holds(claim: ClaimAtIssue, rulebook: Rulebook, clause: OwnLawNever) -> bool | Unknown:
    if not covers(clause.matters, claim.matter) or not covers(clause.issues, claim.issue):
        return False
    if clause.condition is None:
        return True
    evaluation = claim.before_judgment(rulebook)
    return evaluation.established(truth(clause.condition, evaluation, {}))
