"""Apply mandatory rules on top of the governing law: verdicts in, verdicts with floors and ceilings out (DOMAIN C8).

A rule that protects a member as creditor is a floor, one that protects them as debtor a ceiling.
It counts against the other side only if its law governs, or the other side's codes respect it.
"""

from collections.abc import Iterable, Iterator, Mapping

from panarchy_rules.adjudication.answers import in_issue
from panarchy_rules.adjudication.outcome import Verdicts
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import ClaimFails, LawRef, Money
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.choice_of_law.respect import Respected, membership_edges, respected
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.limits import Mandatory
from panarchy_rules.rulebook.rulebook import Owing, Protecting, Rulebook
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict


@dataclass(frozen=True, slots=True)
class Protection:
    """A mandatory rule that speaks: whom it protects, what it says, and the paths that let it bind both parties."""

    person: str
    code: LawRef
    rule: Mandatory
    question: Owing
    floor: bool
    amount: Money | None  # Of a ceiling, None is nothing.
    grounds: tuple[str, ...]
    paths: Mapping[str, tuple[Path, ...]]
    opposable: bool
    governs: bool = False

    def persons(self, roles: Mapping[str, str]) -> tuple[str, str, str]:
        """Debtor, creditor and head of the question."""
        return roles[self.question.bearer], roles[self.question.counterparty], self.question.head

    @property
    def carried(self) -> Money | None:
        """What the other side's chain can carry of a floor."""
        chains = [path for who, paths in self.paths.items() if who != self.person for path in paths]
        if self.governs or self.amount is None or not chains or not all(path.caps for path in chains):
            return self.amount
        unit = self.amount.unit
        measured = [path.caps for path in chains if all(cap.unit == unit for cap in path.caps)]
        room = max((min(cap.amount for cap in caps) for caps in measured), default=None)
        return None if room is None else Money(min(self.amount.amount, room), unit)


@dataclass(frozen=True, slots=True)
class Overlaid:
    """Final verdicts, and the mandatory rules that were applied or that the other side need not accept.

    `status` is set where mandatory rules contradict each other or are not settled.
    """

    verdicts: Verdicts
    protections: tuple[Protection, ...] = ()
    status: Status | None = None
    lacking: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    def left_over(self, question: Owing, roles: Mapping[str, str]) -> Money | None:
        """What of a floor no chain can carry, because of a cap."""
        persons = (roles.get(question.bearer), roles.get(question.counterparty), question.head)
        owed = _owed(self.verdicts.get(question))
        floors = [p for p in self.protections if p.floor and p.opposable and p.persons(roles) == persons]
        highest = max((p.amount for p in floors if p.amount), key=lambda one: one.amount, default=None)
        if highest is None or owed is None or owed.amount >= highest.amount:
            return None
        return Money(highest.amount - owed.amount, highest.unit)

    def changed(self, before: Verdicts, question: Owing) -> bool:
        """Whether mandatory rules changed what is owed."""
        return self.verdicts.get(question) != before.get(question)


def apply_mandatory(claim: ClaimAtIssue, laws: Iterable[LawRef], verdicts: Verdicts) -> Overlaid:
    """The verdicts of the governing law with every effective mandatory rule applied."""
    read = _Reading(claim, frozenset(laws))
    protections = tuple(read.protections())
    final = dict(verdicts)
    for question, effective in _by_question(protections, verdicts, claim).items():
        floors = [p for p in effective if p.floor]
        ceilings = [p for p in effective if not p.floor]
        collision = _collision(floors, ceilings)
        if collision:
            return Overlaid(verdicts, protections, Status.MANDATORY_RULE_CONFLICT, (), (collision,))
        owed = _owed(verdicts.get(question))
        if owed and any(one.amount and one.amount.unit != owed.unit for one in effective):
            units = " and ".join(sorted({owed.unit, *(one.amount.unit for one in effective if one.amount)}))
            reason = f"mandatory rules and the governing law speak in {units}, and no rate is known"
            return Overlaid(verdicts, protections, Status.RATE_MISSING, (), (reason,))
        unmeasured = [_unmeasured(p) for p in floors if p.carried is None and _would_raise(p, verdicts.get(question))]
        if unmeasured:
            return Overlaid(verdicts, protections, Status.RATE_MISSING, (), tuple(unmeasured))
        final[question] = _applied(verdicts.get(question, Lacuna(str(question))), floors, ceilings)
    open_ = merged(read.open)
    if open_ != Unknown():
        return Overlaid(final, protections, Status.UNDETERMINED, open_.missing, _why(open_))
    return Overlaid(final, protections)


def _why(open_: Unknown) -> tuple[str, ...]:
    collisions = (f"these mandatory rules collide: {', '.join(rules)}" for rules in open_.antinomies)
    return (*(open_.obstacles or ()), *collisions, "a mandatory rule depends on what is not known")


class _Reading:
    """Reads the mandatory rules of both sides. `open` is what the facts leave open about them."""

    def __init__(self, claim: ClaimAtIssue, laws: frozenset[LawRef]) -> None:
        self.claim = claim
        self.laws = laws
        self.open: list[Unknown] = []

    def protections(self) -> Iterator[Protection]:
        """Every mandatory rule that speaks."""
        for person in self.claim.parties:
            other = self.claim.other(person)
            codes = [edge for edge in membership_edges(self.claim, person) if isinstance(edge.node, LawRef)]
            for code in dict.fromkeys(edge.node for edge in codes):
                assert isinstance(code, LawRef)
                own = tuple(Path(edge) for edge in codes if edge.node == code)
                yield from self._of_code(person, other, self.claim.world.rulebooks[code], own)

    def _of_code(self, person: str, other: str, book: Rulebook, own: tuple[Path, ...]) -> Iterator[Protection]:
        rules = [rule for rule in book.limits.mandatory if self._reaches(rule, person, book)]
        if not rules:
            return
        governs = book.law in self.laws
        accepted = respected(self.claim, other).get(book.law)
        evaluation = self.claim.evaluation(book)
        for rule in rules:
            found = self._says(rule, evaluation, governs or accepted is not None)
            if found is not None:
                opposable = governs or self._certain(accepted)
                paths = {person: own, other: accepted.paths if accepted else ()}
                made = _protection(self.claim, person, rule, book, found, paths)
                if made:
                    yield _with(made, opposable, governs)

    def _reaches(self, rule: Mandatory, person: str, book: Rulebook) -> bool:
        question = book.rules[rule.label].question
        mine = not rule.roles or bool({*rule.roles} & {*self.claim.roles_of(person)})
        scope = covers(rule.matters, self.claim.matter) and covers(rule.issues, self.claim.issue)
        if not (mine and scope and isinstance(question, Owing)):
            return False
        known = {question.bearer, question.counterparty} <= self.claim.record.roles.keys()
        return known and in_issue(question, self.claim, book)

    def _says(self, rule: Mandatory, on: Evaluation, matters: bool) -> Settled | None:
        held = True if rule.condition is None else on.established(truth(rule.condition, on, {}))
        verdict = on.decide(Protecting(rule.label)) if held is not False else Lacuna("")
        match verdict:
            case Settled() if held is True:
                return verdict
            case Settled() if isinstance(held, Unknown):
                self.open += [held] if matters else []
            case Undetermined(missing, obstacles):
                self.open += [Unknown(missing=missing, obstacles=obstacles)] if matters else []
            case Antinomy(rules):
                self.open += [Unknown(antinomies=(rules,))] if matters else []
            case _:
                pass
        return None

    def _certain(self, accepted: Respected | None) -> bool:
        if accepted is not None and accepted.waits is not None:
            self.open.append(accepted.waits)
        return accepted is not None and accepted.waits is None


def _with(made: Protection, opposable: bool, governs: bool) -> Protection:
    return Protection(
        made.person, made.code, made.rule, made.question, made.floor, made.amount, made.grounds, made.paths,
        opposable, governs,
    )  # fmt: skip


def _protection(
    claim: ClaimAtIssue,
    person: str,
    rule: Mandatory,
    book: Rulebook,
    said: Settled,
    paths: Mapping[str, tuple[Path, ...]],
) -> Protection | None:
    question = book.rules[rule.label].question
    assert isinstance(question, Owing)
    amount = said.value if isinstance(said.value, Money) else None
    floor = claim.record.roles[question.counterparty] == person
    if amount is None and (floor or not isinstance(said.value, ClaimFails)):
        return None
    return Protection(person, book.law, rule, question, floor, amount, said.grounds, paths, False)


def _by_question(
    protections: Iterable[Protection], verdicts: Verdicts, claim: ClaimAtIssue
) -> dict[Owing, list[Protection]]:
    """The effective rules by the question they answer; other words for the same persons and head are one question."""
    roles = claim.record.roles
    known = {(roles.get(q.bearer), roles.get(q.counterparty), q.head): q for q in verdicts}
    found: dict[Owing, list[Protection]] = {}
    for one in protections:
        if one.opposable:
            persons = (roles[one.question.bearer], roles[one.question.counterparty], one.question.head)
            found.setdefault(known.setdefault(persons, one.question), []).append(one)
    return found


def _collision(floors: list[Protection], ceilings: list[Protection]) -> str:
    units = {one.amount.unit for one in (*floors, *ceilings) if one.amount}
    for floor in floors:
        for ceiling in ceilings:
            high = ceiling.amount.amount if ceiling.amount else 0
            if len(units) > 1 or (floor.carried and floor.carried.amount > high):
                least, most = floor.amount, ceiling.amount or "nothing"
                return (
                    f"{floor.code} wants at least {least} ({floor.rule.label}), "
                    f"{ceiling.code} at most {most} ({ceiling.rule.label})"
                )
    return ""


def _owed(verdict: Verdict | None) -> Money | None:
    return verdict.value if isinstance(verdict, Settled) and isinstance(verdict.value, Money) else None


def _would_raise(floor: Protection, verdict: Verdict | None) -> bool:
    """Whether a floor lies above what is owed, where that is settled."""
    match verdict:
        case Settled(Money() as owed):
            return floor.amount is not None and floor.amount.amount > owed.amount
        case Settled(ClaimFails()) | Lacuna() | None:
            return True
        case _:
            return False


def _unmeasured(floor: Protection) -> str:
    caps = {cap for who, paths in floor.paths.items() if who != floor.person for path in paths for cap in path.caps}
    words = " and ".join(sorted(map(str, caps)))
    return (
        f"{floor.amount} ({floor.code}, {floor.rule.label}) cannot be measured against the cap of {words}: "
        "no rate is known"
    )


def _applied(verdict: Verdict, floors: list[Protection], ceilings: list[Protection]) -> Verdict:
    """What is owed once every floor and ceiling is applied. What is not settled stays so."""
    match verdict:
        case Settled(Money() as amount):
            owed: Money | None = amount
        case Settled(ClaimFails()) | Lacuna():
            owed = None
        case _:
            return verdict
    for one in floors:
        least = one.carried
        if least and (owed is None or (least.unit == owed.unit and least.amount > owed.amount)):
            owed, verdict = least, Settled(least, one.grounds)
    for one in ceilings:
        most = one.amount
        if owed and most is None:
            owed, verdict = None, Settled(ClaimFails(), one.grounds)
        elif owed and most and most.unit == owed.unit and most.amount < owed.amount:
            owed, verdict = most, Settled(most, one.grounds)
    return verdict
