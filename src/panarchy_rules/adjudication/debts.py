"""Share debts among several debtors or creditors: decided issues and their laws in, each part out (DOMAIN C24, C27).

Each claim stands under its own law, and that law says how the debtors, or the creditors, stand: jointly, so that each
owes the whole and it is paid once, or severally, by shares that make up the whole. All amounts are exact.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from panarchy_rules.adjudication.decided_before import amount_of
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.terms import evaluate, truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import DECIDED, NoteCode, Status
from panarchy_rules.base.values import LawRef, Money, Percent, format_number
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.dispute import Claim, Dispute
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.rulebook.limits import Shared
from panarchy_rules.rulebook.record import Record


@dataclass(frozen=True, slots=True)
class _Part:
    """One claim on the debt: who bears the part, the clause of its law, the whole and the share of it."""

    claim: str
    person: str
    law: LawRef
    clause: Shared
    whole: Money
    share: Fraction | None
    roles: Mapping[str, str]

    @property
    def amount(self) -> Fraction:
        """The exact amount, before it is rounded."""
        return self.whole.amount * (1 if self.share is None else self.share)


class _Open(Exception):
    """Raised where the parts cannot be found: a status, a reason, and the facts it waits for."""

    def __init__(self, status: Status, reason: str, lacking: Iterable[str] = ()) -> None:
        super().__init__(reason)
        self.status, self.reason, self.lacking = status, reason, tuple(lacking)


def debts(
    world: LawWorld, dispute: Dispute, issues: tuple[j.IssueJudgment, ...], records: Mapping[str, Record]
) -> tuple[j.DebtFinding, ...]:
    """Every debt that the dispute names, head by head. `records` are the facts of each claim."""
    names = dict.fromkeys(claim.debt for claim in dispute.claims if claim.debt)
    found: list[j.DebtFinding] = []
    for name in names:
        claims = [claim for claim in dispute.claims if claim.debt == name]
        mine = [issue for issue in issues if issue.claim in [claim.id for claim in claims]]
        heads = dict.fromkeys(o.head for issue in mine for o in issue.orders if o.remedy == "payment")
        found += [_debt(world, name or "", head, claims, mine, records) for head in heads]
    return tuple(found)


def shared(found: Iterable[j.DebtFinding], orders: tuple[j.Order, ...]) -> tuple[j.Order, ...]:
    """The orders, each with the part that is owed on its claim. What could not be shared is not ordered."""
    for one in found:
        parts = {part.claim: part for part in one.parts}
        made: list[j.Order] = []
        for order in orders:
            if order.claim not in one.claims or order.head != one.head or order.remedy != "payment":
                made.append(order)
            elif one.status is Status.DECIDED:
                made += _part_of(order, parts[order.claim], one)
        orders = tuple(made)
    return orders


def misfits(found: Iterable[j.DebtFinding]) -> Iterable[j.Note]:
    """A note for every debt whose parts, under several laws, come to more or less than the whole."""
    for one in found:
        if one.status is Status.DECIDED and one.reason:
            yield j.Note(code=NoteCode.ADAPTATION_NEEDED, text=f"debt {one.debt}: {one.reason}")


def _part_of(order: j.Order, part: j.DebtPart, one: j.DebtFinding) -> list[j.Order]:
    """The order for one part. What lies above the cap of a chain stays undecided."""
    amount, room = amount_of(part.amount), amount_of(order.amount)
    if amount is None or room is None:
        return [order]
    ordered = min(amount.amount, room.amount)
    rest = amount.amount - ordered
    others = tuple(p.person for p in one.parts if p.joint and p.person != part.person) if part.joint else ()
    if not amount.amount:
        return []
    return [
        order.model_copy(
            update={
                "amount": str(Money(ordered, room.unit)),
                "undecided": str(Money(rest, room.unit)) if rest else None,
                "jointly": others,
            }
        )
    ]


# --- one debt -----------------------------------------------------------------------------------


def _debt(
    world: LawWorld,
    name: str,
    head: str,
    claims: list[Claim],
    issues: list[j.IssueJudgment],
    records: Mapping[str, Record],
) -> j.DebtFinding:
    debtors = len({claim.claimant for claim in claims}) == 1
    made = j.DebtFinding(
        debt=name,
        head=head,
        claims=tuple(claim.id for claim in claims),
        side="debtors" if debtors else "creditors",
        status=Status.DECIDED,
    )
    try:
        decided = [claim for claim in claims if all(i.status in DECIDED for i in issues if i.claim == claim.id)]
        parts = [_part(world, claim, head, issues, records, debtors=debtors, among=len(claims)) for claim in decided]
        return made.model_copy(update=_fitted(parts, whole=len(decided) == len(claims)))
    except _Open as open_:
        more = {"status": open_.status, "reason": open_.reason, "lacking": open_.lacking}
        return made.model_copy(update=more)


def _part(
    world: LawWorld,
    claim: Claim,
    head: str,
    issues: list[j.IssueJudgment],
    records: Mapping[str, Record],
    *,
    debtors: bool,
    among: int,
) -> _Part:
    mine = [issue for issue in issues if issue.claim == claim.id]
    orders = [(issue, o) for issue in mine for o in issue.orders if (o.head, o.remedy) == (head, "payment")]
    person = claim.respondent if debtors else claim.claimant
    if not orders:
        law = _law_of(mine, claim.id)
        clause, share = _says(world, records[claim.id], law, mine[0].matter, head, among, debtors=debtors)
        return _Part(claim.id, person, law, clause, Money(Fraction(0), ""), share, records[claim.id].roles)
    (issue, order), *_ = orders
    law = _law_of([issue], claim.id)
    clause, share = _says(world, records[claim.id], law, issue.matter, head, among, debtors=debtors)
    whole, rest = amount_of(order.amount), amount_of(order.undecided)
    assert whole is not None
    whole = Money(whole.amount + (rest.amount if rest else 0), whole.unit)
    return _Part(claim.id, person, law, clause, whole, share, records[claim.id].roles)


def _law_of(issues: list[j.IssueJudgment], claim: str) -> LawRef:
    law = next((law for issue in issues for law in issue.laws), None)
    if law is None:
        raise _Open(Status.UNDETERMINED, f"no law governs claim {claim}")
    return LawRef(law.provider, law.edition)


def _says(
    world: LawWorld, record: Record, law: LawRef, matter: str, head: str, among: int, *, debtors: bool
) -> tuple[Shared, Fraction | None]:
    """The clause of a law on several debtors or creditors, with the share of this one; None if it is joint."""
    who = "debtors" if debtors else "creditors"
    book = world.rulebooks[law]
    on = Evaluation(book, record)
    clauses = [
        (one, True if one.condition is None else on.established(truth(one.condition, on, {})))
        for one in book.limits.shared
        if one.debtors == debtors and covers(one.matters, matter) and one.head in ("", head)
    ]
    holding = [one for one, held in clauses if held is True]
    waits = [held for _, held in clauses if isinstance(held, Unknown)]
    if waits:
        raise _waiting(f"how several {who} stand under {law} depends on facts that are missing", waits)
    if len(holding) > 1:
        labels = " and ".join(one.label for one in holding)
        raise _Open(Status.RULE_CONFLICT, f"{law} says twice how several {who} stand: {labels}")
    if not holding:
        raise _Open(Status.LAW_SILENT, f"{law} does not say how several {who} stand")
    clause = holding[0]
    if clause.joint:
        return clause, None
    if clause.share is None:
        return clause, Fraction(1, among)
    value = evaluate(clause.share, on, {})
    if isinstance(value, Unknown):
        raise _waiting(f"the share under {law} ({clause.label}) depends on facts that are missing", [value])
    share = value.share if isinstance(value, Percent) else Fraction(value)
    if share < 0:
        raise _Open(Status.RULE_CONFLICT, f"under {law} ({clause.label}) a share is less than nothing")
    return clause, share


def _waiting(reason: str, waits: list[Unknown]) -> _Open:
    lacking = dict.fromkeys(fact for one in waits for fact in one.missing)
    return _Open(Status.UNDETERMINED, "; ".join((reason, *(o for one in waits for o in one.obstacles))), lacking)


# --- the parts together -------------------------------------------------------------------------


def _fitted(parts: list[_Part], *, whole: bool) -> dict[str, object]:
    """The parts, rounded; the most that is owed in all; and whether they come to the whole, if all are known."""
    units = {part.whole.unit for part in parts if part.whole.unit}
    if len(units) > 1:
        raise _Open(Status.RATE_MISSING, f"the claims are in {' and '.join(sorted(units))}")
    unit = next(iter(units), "")
    laws = dict.fromkeys(part.law for part in parts)
    for law in laws:
        _check_sum(law, [part for part in parts if part.law == law], alone=whole and len(laws) == 1)
    amounts = {part.claim: amount for law in laws for part, amount in _rounded([p for p in parts if p.law == law])}
    most = max(part.whole.amount for part in parts)
    total = sum((amounts[part.claim] for part in parts if not part.clause.joint), Fraction(0))
    total = max([total, *(total + amounts[part.claim] for part in parts if part.clause.joint)])
    reason = ""
    if len(laws) > 1 and (total > most or (whole and total < most)):
        words = " and ".join(map(str, laws))
        reason = f"under {words} the parts come to {Money(total, unit)}, and the whole is {Money(most, unit)}"
    made = tuple(_written(part, Money(amounts[part.claim], unit), unit) for part in parts)
    return {"parts": made, "most": str(Money(most, unit)), "reason": reason}


def _check_sum(law: LawRef, parts: list[_Part], *, alone: bool) -> None:
    """Shares under one law make up the whole, if all claims are under it; some of them never more."""
    shares = [part.share for part in parts if part.share is not None]
    total = sum(shares, Fraction(0))
    if (alone and len(shares) == len(parts) and total != 1) or total > 1:
        raise _Open(Status.RULE_CONFLICT, f"the shares under {law} come to {_fraction(total)}, and not to 1")


def _rounded(parts: list[_Part]) -> list[tuple[_Part, Fraction]]:
    """The amounts under one law, rounded as it says; who plays the role it names has what rounding leaves."""
    exact = [(part, part.amount) for part in parts]
    steps = [part.clause.steps for part in parts]
    if any(one is None for one in steps) or len({part.clause.label for part in parts}) > 1:
        return exact
    clause = parts[0].clause
    assert clause.steps is not None
    if {clause.steps.unit} != {part.whole.unit for part in parts if part.whole.unit}:
        return exact
    bears = [part for part in parts if part.roles.get(clause.rest) == part.person]
    floored = [(part, amount // clause.steps.amount * clause.steps.amount) for part, amount in exact]
    left = sum((amount for _, amount in exact), Fraction(0)) - sum((amount for _, amount in floored), Fraction(0))
    if not left:
        return floored
    if len(bears) != 1:
        raise _Open(
            Status.RULE_CONFLICT,
            f"{parts[0].law} ({clause.label}) leaves {Money(left, clause.steps.unit)} to the {clause.rest}, "
            f"who is {'none' if not bears else 'several'} of them",
        )
    return [(part, amount + left if part is bears[0] else amount) for part, amount in floored]


def _written(part: _Part, amount: Money, unit: str) -> j.DebtPart:
    return j.DebtPart(
        claim=part.claim,
        person=part.person,
        law=str(part.law),
        clause=part.clause.label,
        source=part.clause.source,
        joint=part.clause.joint,
        whole=str(Money(part.whole.amount, unit)),
        share=None if part.share is None else _fraction(part.share),
        amount=str(amount),
    )


def _fraction(share: Fraction) -> str:
    return format_number(share)
