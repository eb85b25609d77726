"""Check the verdicts and orders of one issue: they are what the named law says to the facts as filed."""

import functools
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import zip_longest

from panarchy_rules.adjudication.answers import ask
from panarchy_rules.adjudication.decided_before import amount_of
from panarchy_rules.adjudication.proceedings import hear
from panarchy_rules.adjudication.report import answers, not_proved
from panarchy_rules.adjudication.report_proceedings import proceedings
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.findings import agreed_under
from panarchy_rules.base.records import replace
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.values import LawRef, Money, show
from panarchy_rules.casefile.judgment import Answer, GoverningLaw, IssueJudgment, Judgment
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.exchange import exchanged
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Owing
from panarchy_rules.rulebook.verdict import Settled
from panarchy_rules.verification.edges import EdgeCheck, record_of
from panarchy_rules.verification.kept import prepared_for
from panarchy_rules.verification.limits import check_limits, finally_owed, promised
from panarchy_rules.verification.remedies import MAY_ORDER, check_remedies


def check_results(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """Every verdict or order that does not follow."""
    prepared = prepared_for(world, judgment)
    if prepared.diagnostics:
        yield f"the dispute does not fit this world: {prepared.diagnostics[0].message}"
        return
    claims = [c for name, c in prepared.claims if name == issue.claim and c.issue == issue.issue]
    if not claims:
        return
    for answer in issue.answers:
        if answer.law not in [law.name for law in issue.laws]:
            yield f"{answer.law} is asked but does not govern"
            continue
        records = _records(world, judgment, issue, answer.law)
        objections = [list(_answer(world, record, claims[0].law, answer)) for record in records]
        if all(objections):
            yield from objections[0]
    yield from _words(world, judgment, issue, claims[0])
    check = EdgeCheck.of(world, judgment, issue, {})
    yield from check_limits(world, judgment, issue, check, claims[0])
    yield from _orders(issue)
    yield from _caps(world, judgment, issue)
    forum = world.forum(issue.forum.forum, issue.anchor) if issue.forum.forum else None
    if issue.proceedings != proceedings(hear(claims[0], forum)[1]):
        yield "the proceedings are not those of the record under the procedure of the forum"
    if len({each.name for each in issue.laws}) == 1:
        yield from check_remedies(world, check.record, claims[0], issue)


def _words(world: LawWorld, judgment: Judgment, issue: IssueJudgment, claim: ClaimAtIssue) -> Iterator[str]:
    """Every question is there, with the words, sources, steps and facts of the rules that had a say."""
    for name in dict.fromkeys(law.name for law in issue.laws):
        provider, _, edition = name.partition(" ")
        law = LawRef(provider, edition)
        records = _records(world, judgment, issue, name)
        said = [ask(replace(claim, record=record), law) for record in records]
        expected = [answer for one in said if one for answer in answers(claim, one)]
        stated = [answer for answer in issue.answers if answer.law == name]
        for mine, theirs in zip_longest(stated, expected):
            if mine is None or theirs is None:
                yield f"{name} is asked {len(expected)} questions on this, not {len(stated)}"
                return
            # What a common law waits for is known only to those who look for one.
            unknown = ("lacking", "obstacles") if issue.common_laws else ()
            wrong = [key for key, value in mine if value != getattr(theirs, key) and key not in unknown]
            if wrong:
                yield f"what {name} says on {theirs.question} is written down wrongly: {', '.join(wrong)}"


def _records(world: LawWorld, judgment: Judgment, issue: IssueJudgment, law: str) -> list[Record]:
    """The facts the law was asked about: as filed, or, where several laws decide together, as each was assumed."""
    if len({each.name for each in issue.laws}) == 1:
        return [record_of(world, judgment, issue, {})]
    mine = [each for each in issue.laws if each.name == law]
    return [record_of(world, judgment, issue, {a.about: a.value for a in each.assuming}) for each in mine]


def _answer(world: LawWorld, record: Record, law: object, answer: Answer) -> Iterator[str]:
    provider, _, edition = answer.law.partition(" ")
    book = world.rulebooks.get(LawRef(provider, edition))
    if book is None:
        yield f"{answer.law} is not in this world"
        return
    evaluation = Evaluation(book, record, law)  # type: ignore[arg-type]
    asked = [q for q in book.obligations() if isinstance(q, Owing) and _names(q, record, answer)]
    # Who plays two roles may be asked under one head in each of them.
    objections = [list(_verdict(evaluation, question, record, answer)) for question in asked]
    if not asked:
        yield f"{answer.law} has no rule on {answer.question}"
    elif all(objections):
        yield from objections[0]


def _names(question: Owing, record: Record, answer: Answer) -> bool:
    """Whether a question is about the persons and the head of an answer."""
    names = record.roles.get(question.bearer, question.bearer), record.roles.get(question.counterparty)
    return (*names, question.head) == (answer.debtor, answer.creditor, answer.head)


def _verdict(evaluation: Evaluation, question: Owing, record: Record, answer: Answer) -> Iterator[str]:
    verdict = evaluation.decide(question)
    value = show(verdict.value) if isinstance(verdict, Settled) else None
    grounds = verdict.grounds if isinstance(verdict, Settled) else ()
    if value != answer.value:
        yield f"under {answer.law}, {answer.question} is {value or 'not settled'}, not {answer.value}"
    elif value is not None and tuple(g.rule for g in answer.grounds) != grounds:
        yield f"the grounds of {answer.question} are {', '.join(grounds)}"
    elif value is not None and answer.stipulated != agreed_under(evaluation, verdict):
        yield f"{answer.question} rests on other stipulations"
    elif value is not None and answer.not_proved != not_proved(verdict, record.roles):
        yield f"{answer.question} rests on other facts that are not proved"


def _orders(issue: IssueJudgment) -> Iterator[str]:
    payments = [order for order in issue.orders if order.remedy == "payment"]
    if issue.orders and issue.status not in MAY_ORDER:
        yield "there are orders, but it is not decided"
    owed, full = finally_owed(issue), promised(issue)
    for order in payments:
        if order.of or order.lasting or order.until or order.chain or order.kind != "imposition":
            yield f"the order that {order} is a payment, and is said to be another remedy"
        total = amount_of(order.amount)
        rest = amount_of(order.undecided) if order.undecided else None
        key = order.debtor, order.creditor, order.head
        asked = [a.value for a in issue.answers if (a.debtor, a.creditor, a.head) == key]
        values = [amount_of(value) for value in (full.get(key), *(asked if len(asked) > 1 else ()))]
        if total is None or Money(total.amount + (rest.amount if rest else 0), total.unit) not in values:
            yield f"the order that {order} does not follow from what is owed"
    ordered = {(o.debtor, o.creditor, o.head) for o in payments}
    for key, value_text in owed.items():
        value = amount_of(value_text)
        if issue.status in DECIDED and value and value.amount > 0 and key not in ordered:
            yield f"{key[0]} owes {key[1]} {value_text}, but no order says so"


def _caps(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """What the law imposes on a debtor stays within every party's widest cap, and is left undecided only above it."""
    by_law = [
        order for order in issue.orders if order.remedy == "payment" and order.law in [law.name for law in issue.laws]
    ]
    for debtor in dict.fromkeys(order.debtor for order in by_law):
        mine = [order for order in by_law if order.debtor == debtor]
        amounts = [amount for order in mine if (amount := amount_of(order.amount))]
        if not amounts:  # An order without an amount is objected to above.
            continue
        imposed = sum((amount.amount for amount in amounts), Fraction(0))
        unit = amounts[0].unit
        turn = functools.partial(_turned, world, judgment, issue, unit)
        limits = [one for law in issue.laws for one in _limits(law, turn)]
        room = min((limit for limit in limits if limit is not None), default=imposed)
        if {amount.unit for amount in amounts} != {unit} or None in limits or imposed > room:
            yield f"the orders against {debtor} exceed the cap of a chain"
        if any(order.undecided for order in mine) and imposed < room:
            yield f"the orders against {debtor} leave undecided what lies below the cap"
    partial = any(order.undecided for order in issue.orders)
    if issue.status in DECIDED and partial != (issue.status is Status.DECIDED_IN_PART):
        yield f"the status is {issue.status}, which does not fit the orders"


def _turned(world: LawWorld, judgment: Judgment, issue: IssueJudgment, unit: str, limit: Money) -> Fraction | None:
    """A cap in the unit of what is owed, if the law that governs declares a rate."""
    book = world.rulebooks.get(LawRef(issue.laws[0].provider, issue.laws[0].edition))
    day = judgment.dispute.today or judgment.dispute.filed
    amount = exchanged(limit, unit, book.limits.rates if book else (), day).amount
    return amount.amount if amount else None


def _limits(law: GoverningLaw, turn: Callable[[Money], Fraction | None]) -> Iterator[Fraction | None]:
    """For every party the widest cap over their chains; a chain without a cap lifts it. None: none can be measured."""
    chains = (*law.chains, *law.also)
    for party in dict.fromkeys(chain.party for chain in chains):
        mine = [
            [cap for edge in chain.edges if (cap := amount_of(edge.cap))] for chain in chains if chain.party == party
        ]
        if all(mine):
            turned = [[turn(cap) for cap in caps] for caps in mine]
            yield max((min(x for x in caps if x is not None) for caps in turned if None not in caps), default=None)
