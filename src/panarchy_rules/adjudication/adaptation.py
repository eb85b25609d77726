"""See whether laws for different issues fit together: the issues of a claim in, notes and adaptations out (DOMAIN C16).

What the issues give together is compared with what each of their laws would give if it governed all of them.
Where the codes of all parties declare it, the sum is cut to the highest of these results, or raised to the lowest.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from panarchy_rules.adjudication.answers import ask
from panarchy_rules.adjudication.decided_before import results_of_issues
from panarchy_rules.adjudication.outcome import results_of
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import DECIDED, NoteCode, Status
from panarchy_rules.base.values import LawRef, Money
from panarchy_rules.casefile import judgment as j
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.respect import base_edges
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.record import Absence

Claims = Iterable[tuple[str, ClaimAtIssue]]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A claim whose issues together give more, or less, than any of their laws would give alone."""

    claim: str
    claims: tuple[ClaimAtIssue, ...]
    issues: tuple[j.IssueJudgment, ...]
    together: Money
    whole: tuple[tuple[LawRef, Money], ...]

    @property
    def kind(self) -> str:
        """What would mend it: `at most` or `at least`."""
        return "at most" if self.together.amount > max(one.amount for _, one in self.whole) else "at least"

    @property
    def nearest(self) -> Money:
        """The result of one law that is nearest."""
        amounts = [one.amount for _, one in self.whole]
        return Money(max(amounts) if self.kind == "at most" else min(amounts), self.together.unit)


def unfitting(claims: Claims, issues: Iterable[j.IssueJudgment]) -> Iterator[Misfit]:
    """Every claim whose laws do not fit together."""
    asked, judged = tuple(claims), tuple(issues)
    for claim_id in dict.fromkeys(name for name, _ in asked):
        mine = tuple(issue for issue in judged if issue.claim == claim_id)
        laws = sorted({LawRef(law.provider, law.edition) for issue in mine for law in issue.laws})
        if len(laws) < 2 or any(issue.status not in DECIDED for issue in mine):
            continue
        raised = tuple(claim for name, claim in asked if name == claim_id)
        together = _sum(results_of_issues(claim_id, (), mine).values())
        alone = [_alone(raised, law) for law in laws]
        known = [one for one in alone if one is not None]
        if together is None or len(known) < len(alone) or len({one.unit for one in (together, *known)} - {""}) > 1:
            continue
        if not min(one.amount for one in known) <= together.amount <= max(one.amount for one in known):
            unit = next(one.unit for one in (together, *known) if one.unit)
            whole = tuple((law, Money(one.amount, unit)) for law, one in zip(laws, known, strict=True))
            yield Misfit(claim_id, raised, mine, Money(together.amount, unit), whole)


def adaptations(found: Iterable[Misfit], elsewhere: Iterable[str]) -> tuple[j.AdaptationFinding, ...]:
    """Those that the codes of all parties adapt. Claims counted `elsewhere`, in a set-off or a netting, are not."""
    counted = frozenset(elsewhere)
    made = (_adapted(one) for one in found if one.claim not in counted)
    return tuple(one for one in made if one is not None)


def adapted(found: Iterable[j.AdaptationFinding], orders: tuple[j.Order, ...]) -> tuple[j.Order, ...]:
    """The orders with one payment in the place of those of an adapted claim."""
    for one in found:
        old = [order for order in orders if _is_adapted(order, one)]
        at = orders.index(old[0]) if old else len(orders)
        new = j.Order(
            debtor=one.debtor,
            creditor=one.creditor,
            amount=one.amount,
            head="adapted",
            claim=one.claim,
            issue="",
            law=" and ".join(one.laws),
            assignee=old[0].assignee if old else None,
        )
        paid = () if one.amount.startswith("0 ") else (new,)
        orders = (*orders[:at], *paid, *(order for order in orders[at:] if order not in old))
    return orders


def adaptation_notes(found: Iterable[Misfit], made: Iterable[j.AdaptationFinding]) -> Iterator[j.Note]:
    """A note for every claim whose laws do not fit together, with what was done about it."""
    done = {one.claim: one for one in made}
    for one in found:
        words = ", ".join(f"{law} {amount}" for law, amount in one.whole)
        text = f"claim {one.claim} gives {one.together} under several laws together; each for the whole: {words}"
        if one.claim in done:
            finding = done[one.claim]
            codes = " and ".join(dict.fromkeys(by.code for by in finding.by))
            text += f"; {finding.amount} is owed, as under {' and '.join(finding.laws)}, by the codes {codes}"
        yield j.Note(code=NoteCode.ADAPTATION_NEEDED, text=text)


def _is_adapted(order: j.Order, one: j.AdaptationFinding) -> bool:
    persons = (order.debtor, order.creditor) == (one.debtor, one.creditor)
    return order.remedy == "payment" and order.claim == one.claim and persons


def _adapted(one: Misfit) -> j.AdaptationFinding | None:
    """What becomes of a claim; None if some party's codes say nothing of it, or a chain could not carry it."""
    declared = [(who, tuple(_declared(one, who))) for who in one.claims[0].bound]
    whole = all(issue.status is Status.DECIDED for issue in one.issues)
    chains = [chain for issue in one.issues for law in issue.laws for chain in (*law.chains, *law.also)]
    capped = any(edge.cap for chain in chains for edge in chain.edges)
    if not whole or not all(codes for _, codes in declared) or (capped and one.kind == "at least"):
        return None
    return j.AdaptationFinding(
        claim=one.claim,
        debtor=one.claims[0].respondent,
        creditor=one.claims[0].claimant,
        together=str(one.together),
        whole=tuple(j.WholeResult(law=str(law), amount=str(amount)) for law, amount in one.whole),
        kind=one.kind,  # type: ignore[arg-type]
        amount=str(one.nearest),
        laws=tuple(sorted(str(law) for law, amount in one.whole if amount.amount == one.nearest.amount)),
        by=tuple(j.AdaptedBy(party=who, code=str(code), source=source) for who, c in declared for code, source in c),
    )


def _declared(one: Misfit, person: str) -> Iterator[tuple[LawRef, str]]:
    """The codes of a party that say so. A code speaks of a claim if the party's own acts lead to it on every issue."""
    reached = [{edge.node for edge in base_edges(claim, person)} for claim in one.claims]
    for code in sorted(node for node in set.intersection(*reached) if isinstance(node, LawRef)):
        for clause in one.claims[0].world.rulebooks[code].limits.adaptations:
            if clause.kind == one.kind and covers(clause.matters, one.claims[0].matter):
                yield code, clause.source


def _alone(claims: Iterable[ClaimAtIssue], law: LawRef) -> Money | None:
    """What one law would give on all issues; None if it leaves one of them open."""
    found: list[object] = []
    for claim in claims:
        asked = ask(claim, law)
        found += results_of(asked.verdicts, claim.record).values() if asked else [Absence.UNKNOWN]
    return _sum(found)


def _sum(values: Iterable[object]) -> Money | None:
    """The total; nothing has no unit. None if a value is open, or the units differ."""
    given = list(values)
    amounts = [value for value in given if isinstance(value, Money)]
    if Absence.UNKNOWN in given or len({amount.unit for amount in amounts}) > 1:
        return None
    return Money(sum((amount.amount for amount in amounts), Fraction(0)), amounts[0].unit if amounts else "")
