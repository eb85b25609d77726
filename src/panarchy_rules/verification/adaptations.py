"""Check what a judgment says of laws that do not fit together: a world and a judgment in, objections out.

Each law is put to the whole claim once more, and the codes that adapt are looked up in the register.
"""

from collections.abc import Iterator
from fractions import Fraction

from panarchy_rules.adjudication.answers import in_issue
from panarchy_rules.adjudication.decided_before import amount_of
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef, Money
from panarchy_rules.casefile.judgment import AdaptationFinding, IssueJudgment, Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.verdict import Settled
from panarchy_rules.verification.edges import EdgeCheck, record_of
from panarchy_rules.verification.kept import claims_of_issue
from panarchy_rules.verification.limits import finally_owed
from panarchy_rules.verification.members import Members, covers


def check_adaptations(world: LawWorld, judgment: Judgment) -> Iterator[str]:
    """Everything wrong with the adaptations of a judgment."""
    counted = {name for one in judgment.set_offs for name in (one.claim, one.against)}
    counted |= {claim.claim for one in judgment.nettings for claim in one.claims}
    counted |= {name for one in judgment.debts for name in one.claims}
    for one in judgment.adaptations:
        where = f"the adaptation of claim {one.claim}"
        if one.claim in counted:
            yield f"{where} is of a claim that is counted elsewhere"
        for sentence in _objections(world, judgment, one):
            yield f"{where}: {sentence}"


def _objections(world: LawWorld, judgment: Judgment, one: AdaptationFinding) -> Iterator[str]:
    issues = [issue for issue in judgment.issues if issue.claim == one.claim]
    if not issues or any(issue.status is not Status.DECIDED for issue in issues):
        yield "not all of its issues are decided"
        return
    if {(one.debtor, one.creditor)} != {(issue.respondent, issue.claimant) for issue in issues}:
        yield "it is of other persons"
    laws = {law.name for issue in issues for law in issue.laws}
    if {each.law for each in one.whole} != laws or len(laws) < 2:
        yield f"the laws of the claim are {', '.join(sorted(laws))}"
        return
    said = sum((_owed(issue) for issue in issues), Fraction(0))
    if _amount(one.together) != said:
        yield f"the issues do not come to {one.together} together"
    whole = {each.law: _amount(each.amount) for each in one.whole}
    for name, amount in whole.items():
        if _whole(world, judgment, issues, name) != amount:
            yield f"{name} does not give {amount} for the whole"
    ends = max(whole.values()) if one.kind == "at most" else min(whole.values())
    if _amount(one.amount) != ends or set(one.laws) != {name for name, amount in whole.items() if amount == ends}:
        yield f"{one.kind} {ends} is owed"
    if not (said > ends if one.kind == "at most" else said < ends):
        yield "the laws fit together"
    yield from _declared(world, judgment, issues, one)


def _declared(
    world: LawWorld, judgment: Judgment, issues: list[IssueJudgment], one: AdaptationFinding
) -> Iterator[str]:
    """Each party has a code that says so, and belongs to it or chose it for every issue."""
    for party in (issues[0].claimant, issues[0].respondent, *issues[0].joined):
        if not any(by.party == party for by in one.by):
            yield f"no code of {party} declares it"
    for by in one.by:
        book = EdgeCheck.of(world, judgment, issues[0], {}).clauses.book(by.code)
        mine = [c for c in (book.limits.adaptations if book else ()) if c.kind == one.kind and c.source == by.source]
        if not any(covers(clause.matters, issues[0].matter) for clause in mine):
            yield f"{by.code} does not declare it"
        for issue in issues:
            belongs = {str(law) for _, _, law in Members.of(world, issue.anchor, issue.matter).laws(by.party)}
            chosen = {chain.edges[0].target for law in issue.laws for chain in law.chains if chain.party == by.party}
            if by.code not in belongs | chosen:
                yield f"the acts of {by.party} do not lead to {by.code}"


def _whole(world: LawWorld, judgment: Judgment, issues: list[IssueJudgment], name: str) -> Fraction:
    """What a law gives on all issues of a claim."""
    provider, _, edition = name.partition(" ")
    book = world.rulebooks.get(LawRef(provider, edition))
    total = Fraction(0)
    for issue in issues:
        record = record_of(world, judgment, issue, {})
        claims = claims_of_issue(world, judgment, issue)
        for question in book.obligations() if book and claims else ():
            ends = (record.roles.get(question.bearer), record.roles.get(question.counterparty))
            if ends == (issue.respondent, issue.claimant) and book and in_issue(question, claims[0], book):
                verdict = Evaluation(book, record).decide(question)
                owed = verdict.value if isinstance(verdict, Settled) else None
                total += owed.amount if isinstance(owed, Money) else 0
    return total


def _owed(issue: IssueJudgment) -> Fraction:
    owed = ((key, amount_of(value)) for key, value in finally_owed(issue).items())
    return sum(
        (a.amount for (who, to, _), a in owed if a and (who, to) == (issue.respondent, issue.claimant)), Fraction(0)
    )


def _amount(text: str) -> Fraction:
    found = amount_of(text)
    return found.amount if found else Fraction(0)
