"""Net claims among those who joined a code that says so: decided issues in, positions and payments out (DOMAIN C26).

Whoever has to pay does so to all who are to be paid, in proportion, so that no order of names decides anything.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from panarchy_rules.adjudication.decided_before import amount_of
from panarchy_rules.adjudication.report import chain
from panarchy_rules.adjudication.set_off import may_set_off
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.values import LawRef, Money
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.choice_of_law.respect import membership_edges
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.limits import Netting

Claims = Mapping[str, ClaimAtIssue]
_Clause = tuple[LawRef, Netting]


def nettings(dispute: Dispute, issues: tuple[j.IssueJudgment, ...], claims: Claims) -> tuple[j.NettingFinding, ...]:
    """Every group that the dispute names. `claims` gives one of the issues of each claim."""
    names = dict.fromkeys(claim.net for claim in dispute.claims if claim.net)
    groups = {name: [claim.id for claim in dispute.claims if claim.net == name] for name in names if name}
    return tuple(_group(name, ids, issues, claims) for name, ids in groups.items())


def net(found: Iterable[j.NettingFinding], orders: tuple[j.Order, ...]) -> tuple[j.Order, ...]:
    """The orders, with net payments in the place of those that were netted."""
    for one in found:
        if one.status is not Status.DECIDED or not one.law:
            continue
        gone = {part.claim for part in one.claims if part.amount is not None}
        kept = tuple(order for order in orders if order.claim not in gone or order.remedy != "payment")
        orders = (*kept, *(_payment(one, *payment) for payment in one.payments))
    return orders


def _payment(one: j.NettingFinding, debtor: str, creditor: str, amount: str) -> j.Order:
    law = one.law or ""
    claim = next((part.claim for part in one.claims if part.amount is not None), "")
    return j.Order(debtor=debtor, creditor=creditor, amount=amount, head="net", claim=claim, issue="netting", law=law)


def _group(name: str, ids: list[str], issues: tuple[j.IssueJudgment, ...], claims: Claims) -> j.NettingFinding:
    found = _common([claims[one] for one in ids])
    if len(found) != 1:
        return _no_code(name, found, [claims[one] for one in ids])
    law, clause = found[0]
    made = j.NettingFinding(
        group=name, status=Status.DECIDED, law=str(law), clause=clause.label, source=clause.source,
        disagree=tuple(_disagreement(ids, issues, claims)),
    )  # fmt: skip
    parts, lacking = _parts(ids, issues, claims, law, clause)
    if lacking:
        reason = f"whether {law} nets these claims ({clause.label}) depends on facts that are missing"
        return made.model_copy(update={"status": Status.UNDETERMINED, "lacking": lacking, "reason": reason})
    amounts = {part.claim: amount for part in parts if (amount := amount_of(part.amount))}
    if len(units := {amount.unit for amount in amounts.values()}) > 1:
        reason = f"the claims are in {' and '.join(sorted(units))}"
        return made.model_copy(update={"status": Status.RATE_MISSING, "claims": parts, "reason": reason})
    return made.model_copy(update={"claims": parts, **_netted(claims, amounts, law)})


def _common(claims: list[ClaimAtIssue]) -> list[_Clause]:
    """The netting clauses of codes to which every party of every claim belongs."""
    by_person = [_clauses(claim, person) for claim in claims for person in claim.parties]
    return [one for one in by_person[0] if all(one in other for other in by_person[1:])]


def _clauses(claim: ClaimAtIssue, person: str) -> list[_Clause]:
    """The netting clauses of a person's own codes, for the matter of a claim, at its anchor."""
    laws = dict.fromkeys(e.node for e in membership_edges(claim, person) if isinstance(e.node, LawRef))
    books = [(law, claim.world.rulebooks[law].limits.nettings) for law in laws]
    return [(law, one) for law, clauses in books for one in clauses if covers(one.matters, claim.matter)]


def _no_code(name: str, found: list[_Clause], claims: list[ClaimAtIssue]) -> j.NettingFinding:
    if found:
        several = " and ".join(f"{law} ({clause.label})" for law, clause in found)
        return j.NettingFinding(group=name, status=Status.AMBIGUOUS_LAW, reason=f"several clauses would net: {several}")
    some = {one: None for claim in claims for person in claim.parties for one in _clauses(claim, person)}
    lines = ["not all parties have joined a code that nets such claims"]
    for law, clause in sorted(some, key=lambda one: (one[0], one[1].label)):
        outside = {p: None for c in claims for p in c.parties if (law, clause) not in _clauses(c, p)}
        lines.append(
            f"{' and '.join(sorted(outside))} would have to join {law.provider} ({clause.source or clause.label})"
        )
    return j.NettingFinding(group=name, status=Status.NO_COMMON_LAW, reason="; ".join(lines))


def _parts(
    ids: list[str], issues: tuple[j.IssueJudgment, ...], claims: Claims, law: LawRef, clause: Netting
) -> tuple[tuple[j.NettedClaim, ...], tuple[str, ...]]:
    """Each claim with what is owed on it, or why it does not take part; and the facts that leave this open."""
    parts: list[j.NettedClaim] = []
    lacking: dict[str, None] = {}
    for name in ids:
        on = Evaluation(claims[name].world.rulebooks[law], claims[name].record)
        held = True if clause.condition is None else on.established(truth(clause.condition, on, {}))
        if isinstance(held, Unknown):
            lacking.update(dict.fromkeys(held.missing))
        amount, reason = _owed(name, issues) if held is True else (None, f"{law} ({clause.label}) leaves it out")
        parts.append(j.NettedClaim(claim=name, amount=str(amount) if amount else None, reason=reason))
    return tuple(parts), tuple(lacking)


def _owed(name: str, issues: tuple[j.IssueJudgment, ...]) -> tuple[Money | None, str]:
    """What the respondent is ordered to pay on a claim; what the claimant is, is taken off."""
    mine = [issue for issue in issues if issue.claim == name]
    undecided = [issue.status for issue in mine if issue.status not in DECIDED]
    orders = [(issue, o) for issue in mine for o in issue.orders if o.remedy == "payment"]
    amounts = [(o.debtor == issue.respondent, amount_of(o.amount)) for issue, o in orders]
    if undecided or not amounts:
        return None, f"it is not decided: {undecided[0]}" if undecided else "nothing is owed on it"
    units = {amount.unit for _, amount in amounts if amount}
    if len(units) != 1:
        return None, "it is owed in several units"
    total = sum(((1 if theirs else -1) * amount.amount for theirs, amount in amounts if amount), Fraction(0))
    return Money(total, units.pop()), ""


def _netted(claims: Claims, amounts: Mapping[str, Money], law: LawRef) -> dict[str, object]:
    """The position of each member, and who pays whom."""
    position: dict[str, Fraction] = {}
    where: dict[str, ClaimAtIssue] = {}
    for name, amount in amounts.items():
        claim = claims[name]
        for person, sign in ((claim.claimant, 1), (claim.respondent, -1)):
            position[person] = position.get(person, Fraction(0)) + sign * amount.amount
            where.setdefault(person, claim)
    unit = next((amount.unit for amount in amounts.values()), "")
    owed = sum((amount for amount in position.values() if amount > 0), Fraction(0))
    payments = tuple(
        (debtor, creditor, str(Money(-minus * plus / owed, unit)))
        for debtor, minus in sorted(position.items())
        for creditor, plus in sorted(position.items())
        if minus < 0 < plus
    )
    positions = tuple(
        j.NetPosition(person=person, amount=str(Money(amount, unit)), chain=_chain(where[person], person, law))
        for person, amount in sorted(position.items())
    )
    return {"positions": positions, "payments": payments}


def _chain(claim: ClaimAtIssue, person: str, law: LawRef) -> j.Chain:
    edge = next(edge for edge in membership_edges(claim, person) if edge.node == law)
    return chain(claim, person, Path(edge))


def _disagreement(ids: list[str], issues: tuple[j.IssueJudgment, ...], claims: Claims) -> Iterable[str]:
    """The laws of the claims, each with what it says on setting off on these facts, if they do not agree."""
    said: dict[str, Status] = {}
    for name in ids:
        for law in (law for issue in issues if issue.claim == name for law in issue.laws):
            claim = claims[name]
            allowed = may_set_off(claim.world, claim.record, LawRef(law.provider, law.edition), claim.matter)
            said.setdefault(law.name, allowed.status)
    if len(set(said.values())) > 1:
        words = {Status.DECIDED: "lets claims be set off here", Status.LAW_SILENT: "does not"}
        yield from (f"{law} {words.get(status, 'leaves it open')}" for law, status in said.items())
