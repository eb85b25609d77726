"""Check refused results and mandatory rules of one issue: a world and what is said of them in, objections out."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from panarchy_rules.adjudication.answers import in_issue
from panarchy_rules.adjudication.decided_before import amount_of
from panarchy_rules.adjudication.outcome import Results, differences, results_of
from panarchy_rules.adjudication.reservations import shown
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import Money, show
from panarchy_rules.casefile.judgment import Answer, IssueJudgment, Judgment, MandatoryRule, RefusedResult
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.limits import Mandatory, Reservation
from panarchy_rules.rulebook.record import Absence, Record
from panarchy_rules.rulebook.rulebook import Owing, Protecting, Rulebook
from panarchy_rules.rulebook.verdict import Settled
from panarchy_rules.verification.dropped import GAPS, came_before, in_common, unmentioned
from panarchy_rules.verification.edges import EdgeCheck, Step
from panarchy_rules.verification.members import covers

Key = tuple[str, str, str]


def check_limits(
    world: LawWorld, judgment: Judgment, issue: IssueJudgment, check: EdgeCheck, claim: ClaimAtIssue
) -> Iterator[str]:
    """Everything wrong with refused results and mandatory rules. `claim` tells which questions belong to the issue."""
    group = (issue.issue, *claim.together)
    changed = any(one.mandatory_rules for one in judgment.issues if one.claim == issue.claim and one.issue in group)
    reading = _Reading(world, issue, check, claim, changed=changed)
    for refused in issue.refused_results:
        yield from reading.refused(refused)
    yield from unmentioned(issue)
    yield from reading.refusals_left_out()
    yield from in_common(issue, check)
    for rule in issue.mandatory_rules:
        yield from reading.mandatory(rule)
    yield from reading.left_out()
    yield from _after(issue)


def finally_owed(issue: IssueJudgment) -> dict[Key, str]:
    """What is owed between two persons under a head, with mandatory rules applied; what is not settled is not there."""
    said = {(a.debtor, a.creditor, a.head): a.value for a in issue.answers if a.value is not None}
    applied = {_key(r): r.after for r in issue.mandatory_rules if r.opposable and r.after is not None}
    return {**said, **applied}


def promised(issue: IssueJudgment) -> dict[Key, str]:
    """What is owed, and of a floor also what no chain can carry and so stays undecided."""
    owed = finally_owed(issue)
    for one in issue.mandatory_rules:
        floor, final = amount_of(one.value), amount_of(owed.get(_key(one)))
        if one.opposable and one.kind == "at least" and floor and final and floor.amount > final.amount:
            owed[_key(one)] = one.value
    return owed


class _Reading:
    """Puts reservations and mandatory rules to their codes once more."""

    def __init__(
        self, world: LawWorld, issue: IssueJudgment, check: EdgeCheck, claim: ClaimAtIssue, *, changed: bool
    ) -> None:
        self.world = world
        self.issue = issue
        self.check = check
        self.claim = claim
        self.changed = changed  # By mandatory rules, on this issue or on one that is kept together with it.
        self.record = check.record

    def _on(self, book: Rulebook, record: Record | None = None) -> Evaluation:
        return Evaluation(book, record or self.record, self.check.clauses.text)

    def asked(self, question: Owing, book: Rulebook) -> bool:
        """Whether a question belongs to the issue."""
        return in_issue(question, self.claim, book)

    def _belongs(self, person: str, code: str) -> bool:
        return code in [str(law) for _, _, law in self.check.members.laws(person)]

    # --- refused results ---

    def refused(self, one: RefusedResult) -> Iterator[str]:
        """A refusal holds if the code refuses what the refused law says to these facts."""
        where = f"the refusal of {one.law} by {one.code}"
        book, law = self.check.clauses.book(one.code), self.check.clauses.book(one.law)
        held = [r for r in book.limits.reservations if r.label == one.reservation] if book else []
        if book is None or law is None or not held:
            yield f"{where} rests on no reservation"
            return
        if not self._belongs(one.party, one.code):
            yield f"{where}: {one.party} does not belong to {one.code}"
        if not self._in_scope(held[0]):
            yield f"{where} does not cover this"
        if (one.title, one.source) != (held[0].title, held[0].source):
            yield f"{where} cites something else"
        if not self.changed and not self._changed_by_others(law):
            results = self._with_own(law, self._results(law)(self.record))
            if not self._refuses(book, held[0], law):
                yield f"{where} does not hold"
            if one.result != shown(results):
                yield f"{where}: the result is {shown(results)}, not {one.result}"
        laws = " and ".join(dict.fromkeys(law.name for law in self.issue.laws)) or None
        if one.replacement != laws:
            yield f"{where}: what governs instead is {laws or 'nothing'}"

    def _refuses(self, code: Rulebook, one: Reservation, law: Rulebook) -> bool:
        """Whether a reservation certainly refuses what a law says to these facts."""
        results = self._with_own(law, self._results(law)(self.record))
        everything = {head: results.get(head, Absence.NOT_APPLICABLE) for head in code.vocabulary.heads}
        found = differences([one.condition], self.record, code.vocabulary, self._results(law))
        evaluation = self._on(code, replace(self.record, results=everything, differs=found))
        return truth(one.condition, evaluation, {}) is True

    def _with_own(self, law: Rulebook, results: Results) -> Results:
        """A result with the mandatory rules of the law itself, which count where it would govern."""
        found = dict(results)
        for (debtor, creditor, head), kind, value in self._speaking(law):
            said, limit = found.get(head, Absence.NOT_APPLICABLE), amount_of(value)
            if said is Absence.UNKNOWN or (debtor, creditor) != (self.issue.respondent, self.issue.claimant):
                continue
            before = said.amount if isinstance(said, Money) else Fraction(0)
            after = limit.amount if limit else Fraction(0)
            if after > before if kind == "at least" else after < before:
                found[head] = limit or Absence.NOT_APPLICABLE
        return found

    def _changed_by_others(self, law: Rulebook) -> bool:
        """Whether mandatory rules of other codes of the parties speak, which may count beside a law."""
        laws = {own for who in self._parties for _, _, own in self.check.members.laws(who)} - {law.law}
        return any([*self._speaking(self.world.rulebooks[own])] for own in laws)

    def _speaking(self, book: Rulebook) -> Iterator[tuple[Key, str, str]]:
        """What the mandatory rules of a code say for those parties who belong to it."""
        members = [who for who in self._parties if self._belongs(who, str(book.law))]
        said = [self._says(book, rule, who) for who in members for rule in book.limits.mandatory]
        yield from sorted(filter(None, said), key=lambda one: one[1] == "at most")

    @property
    def _parties(self) -> tuple[str, str]:
        return (self.issue.claimant, self.issue.respondent)

    def refusals_left_out(self) -> Iterator[str]:
        """What took away a law that stood before the one that governs is written down."""
        listed = {one.law for one in self.issue.refused_results}
        silent = {one.law for one in self.issue.refused if one.clause == GAPS}
        for ref in came_before(self.issue, self.check):
            law = self.world.rulebooks[ref]
            if str(ref) in silent:
                yield from () if self._leaves_gap(law) else (f"{ref} leaves no gap here to the next law",)
            elif str(ref) not in listed:
                yield from self._not_mentioned(law)

    def _not_mentioned(self, law: Rulebook) -> Iterator[str]:
        """Who refuses the result of a law that would have governed; else only that nothing is said of it."""
        found = []
        for person in (self.issue.claimant, self.issue.respondent, *self.issue.joined):
            for code in (self.world.rulebooks[own] for _, _, own in self.check.members.laws(person)):
                held = [one for one in code.limits.reservations if self._in_scope(one) and code.law != law.law]
                found += [
                    f"{code.law} refuses the result of {law.law} for {person} ({one.label}): not mentioned"
                    for one in held
                    if self._refuses(code, one, law)
                ]
        yield from found or (f"{law.law} stands before the law that governs, and nothing is said to take it away",)

    def _leaves_gap(self, law: Rulebook) -> bool:
        """Whether a law leaves gaps here to the next one, and settles nothing."""
        gaps = [
            g for g in law.limits.gaps if covers(g.matters, self.issue.matter) and covers(g.issues, self.issue.issue)
        ]
        owed = [self._on(law).decide(q) for q in law.obligations() if self.asked(q, law)]
        return bool(gaps) and not any(isinstance(verdict, Settled) for verdict in owed)

    def _in_scope(self, one: Reservation) -> bool:
        return covers(one.matters, self.issue.matter) and covers(one.issues, self.issue.issue)

    def _results(self, law: Rulebook) -> Callable[[Record], Results]:
        """What a law says on other facts, and on those issues that are kept together with this one."""

        def of(claim: ClaimAtIssue, record: Record) -> Results:
            on = self._on(law, record)
            return results_of({q: on.decide(q) for q in law.obligations() if in_issue(q, claim, law)}, record)

        def results(record: Record) -> Results:
            group = self.claim.with_together()
            told = [record for _ in group]
            for _ in group[1:]:
                found = [of(one, known) for one, known in zip(group, told, strict=True)]
                told = [_told(known, found[:n] + found[n + 1 :]) for n, known in enumerate(told)]
            return of(self.claim, told[[one.issue for one in group].index(self.claim.issue)])

        return results

    # --- mandatory rules ---

    def mandatory(self, one: MandatoryRule) -> Iterator[str]:
        """A mandatory rule is one of a code of the member it protects, and says what is written down."""
        where = f"mandatory rule {one.rule} of {one.code}"
        book = self.check.clauses.book(one.code)
        rules = [rule for rule in book.limits.mandatory if rule.label == one.rule] if book else []
        if book is None or not rules:
            yield f"there is no {where}"
            return
        if not self._belongs(one.protects, one.code):
            yield f"{where}: {one.protects} does not belong to {one.code}"
        if (one.title, one.source) != (rules[0].title, rules[0].source):
            yield f"{where} cites something else"
        if self._says(book, rules[0], one.protects) != (_key(one), one.kind, one.value):
            yield f"{where} does not say that {one.debtor} owes {one.creditor} {one.kind} {one.value}"
        yield from self._opposable(one, where)
        before = next((a.value for a in self.issue.answers if _key(a) == _key(one)), None)
        if one.before != before:
            yield f"{where}: the law that governs says {before or 'nothing'}, not {one.before}"

    def _says(self, book: Rulebook, rule: Mandatory, person: str) -> tuple[Key, str, str] | None:
        """The question, the kind and the value of a mandatory rule that speaks for a person."""
        question = book.rules[rule.label].question
        roles = {role for role, who in self.record.roles.items() if who == person}
        on = self._on(book)
        if (
            not isinstance(question, Owing)
            or not {question.bearer, question.counterparty} <= self.record.roles.keys()
            or not self.asked(question, book)
            or (rule.roles and not roles & {*rule.roles})
            or not covers(rule.matters, self.issue.matter)
            or not covers(rule.issues, self.issue.issue)
            or (rule.condition is not None and truth(rule.condition, on, {}) is not True)
        ):
            return None
        verdict = on.decide(Protecting(rule.label))
        filled = self.record.roles
        debtor, creditor = filled.get(question.bearer, question.bearer), filled[question.counterparty]
        kind = "at least" if creditor == person else "at most"
        value = show(verdict.value) if isinstance(verdict, Settled) else ""
        speaks = isinstance(verdict, Settled) and (
            isinstance(verdict.value, Money) or (kind == "at most" and value == "claim fails")
        )
        return ((debtor, creditor, question.head), kind, value) if speaks else None

    def _opposable(self, one: MandatoryRule, where: str) -> Iterator[str]:
        """It binds the other side if its law governs, or through a clause that respects it."""
        if one.code in [law.name for law in self.issue.laws]:
            yield from () if one.opposable else (f"{where} is of the law that governs",)
            return
        if not one.opposable:
            return
        for party in self._parties:
            mine = [chain for chain in one.chains if chain.party == party]
            if not mine:
                yield f"no chain of consent leads {party} to {where}"
            for chain in mine:
                if not chain.edges:
                    yield f"the chain of {party} to {where} is empty"
                    continue
                if chain.edges[-1].target != one.code or (len(chain.edges) == 1) != (party == one.protects):
                    yield f"the chain of {party} does not lead to {where}"
                for sentence in self.check.sentences(Step(party, chain.tier, chain.edges), respects=True):
                    yield f"the chain of {party} to {where}: {sentence}"

    def left_out(self) -> Iterator[str]:
        """Every mandatory rule that speaks for a party is written down, if a law governs."""
        written = {(one.protects, one.code, one.rule) for one in self.issue.mandatory_rules}
        for person in self._parties if self.issue.laws else ():
            for law in dict.fromkeys(law for _, _, law in self.check.members.laws(person)):
                book = self.world.rulebooks[law]
                for rule in book.limits.mandatory:
                    speaks = self._says(book, rule, person) is not None
                    if speaks and (person, str(law), rule.label) not in written:
                        yield f"mandatory rule {rule.label} of {law} speaks for {person} and is not mentioned"


def _told(record: Record, others: list[Results]) -> Record:
    known = {head: value for one in others for head, value in one.items() if value is not Absence.UNKNOWN}
    return replace(record, results={**record.results, **known})


def _after(issue: IssueJudgment) -> Iterator[str]:
    """What is owed in the end is what the law says, raised to every floor and lowered to every ceiling."""
    effective = [one for one in issue.mandatory_rules if one.opposable]
    counted = {_key(one) for one in effective}
    for idle in (one for one in issue.mandatory_rules if _key(one) not in counted):
        alone = next((a.value for a in issue.answers if _key(a) == _key(idle)), None)
        if idle.after not in (None, alone):
            yield f"{idle.rule} of {idle.code} does not count, and {idle.after} is said to be owed with it"
    for key in dict.fromkeys(_key(one) for one in effective):
        mine = [one for one in effective if _key(one) == key]
        value = next((a.value for a in issue.answers if _key(a) == key), None)
        said, open_ = amount_of(value), value if _is_no_amount(value) else None  # Such as a panel that is hung.
        floors = [floor for one in mine if one.kind == "at least" and (floor := _carried(one))]
        ceilings = [amount_of(one.value) for one in mine if one.kind == "at most"]
        owed = max([x.amount for x in (said, *floors) if x], default=Fraction(0))
        owed = min([owed, *(x.amount if x else Fraction(0) for x in ceilings)])
        for one in mine:
            final = amount_of(one.after)
            wrong = _is_no_amount(one.after) or (final.amount if final else Fraction(0)) != owed
            if one.after is not None and (one.after != open_ if open_ else wrong):
                yield f"with mandatory rules {key[0]} does not owe {key[1]} {one.after} as {key[2]}"


def _is_no_amount(value: str | None) -> bool:
    return amount_of(value) is None and value not in (None, "claim fails", "nothing")


def _carried(one: MandatoryRule) -> Money | None:
    """What of a floor the chain of the other side can carry."""
    value = amount_of(one.value)
    caps = [amount_of(chain.edges[-1].cap) for chain in one.chains if chain.party != one.protects]
    if value is None or not caps or None in caps:
        return value
    room = max((cap.amount for cap in caps if cap and cap.unit == value.unit), default=Fraction(0))
    return Money(min(value.amount, room), value.unit)


def _key(one: MandatoryRule | Answer) -> Key:
    return (one.debtor, one.creditor, one.head)
