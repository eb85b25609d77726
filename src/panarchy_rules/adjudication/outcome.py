"""Say what verdicts come to under each head: verdicts in, what the respondent owes the claimant out.

Rules and reservations read this as `result of HEAD`.
"""

from collections.abc import Callable, Iterable, Mapping

from panarchy_rules.base.records import replace
from panarchy_rules.base.values import ClaimFails, Money, Value
from panarchy_rules.rulebook.kinds import finite_values
from panarchy_rules.rulebook.record import Absence, Record
from panarchy_rules.rulebook.rulebook import Owing, Vocabulary
from panarchy_rules.rulebook.terms import Differs, Term, walk
from panarchy_rules.rulebook.verdict import Antinomy, Settled, Undetermined, Verdict

Results = Mapping[str, Value | Absence]
Verdicts = Mapping[Owing, Verdict]


def results_of(verdicts: Verdicts, record: Record) -> dict[str, Value | Absence]:
    """By head: an amount, `not applicable` where nothing is owed, `unknown` where that is not settled."""
    found: dict[str, Value | Absence] = {}
    for question, verdict in verdicts.items():
        if (question.bearer, question.counterparty) in _directions(record):
            found[question.head] = _added(found.get(question.head, Absence.NOT_APPLICABLE), _read(verdict))
    return found


def _directions(record: Record) -> frozenset[tuple[str, str]]:
    """The pairs of roles in which the respondent would owe the claimant."""
    owers = [role for role, who in record.roles.items() if who == record.roles.get("respondent")]
    owed = [role for role, who in record.roles.items() if who == record.roles.get("claimant")]
    return frozenset((one, other) for one in owers for other in owed)


def _read(verdict: Verdict) -> Value | Absence:
    match verdict:
        case Settled(Money() as amount):
            return amount
        case Undetermined() | Antinomy():
            return Absence.UNKNOWN
        case _:
            return Absence.NOT_APPLICABLE


def _added(one: Value | Absence, other: Value | Absence) -> Value | Absence:
    if isinstance(one, Money) and isinstance(other, Money):
        return Money(one.amount + other.amount, one.unit) if one.unit == other.unit else Absence.UNKNOWN
    return next((x for x in (one, other) if x is Absence.UNKNOWN), other if one is Absence.NOT_APPLICABLE else one)


def differences(
    conditions: Iterable[Term], record: Record, words: Vocabulary, ask: Callable[[Record], Results]
) -> dict[tuple[str, str, str | None], bool]:
    """Whether a result would be another if a fact had another of its values, for every condition that asks.

    `ask` puts the issue to the law once more. Where that is not known either way there is no entry.
    """
    wanted = dict.fromkeys(term for one in conditions for term in walk(one) if isinstance(term, Differs))
    found = {}
    for term in wanted:
        answer = _differs(term, record, words, ask)
        if answer is not None:
            found[term.head, term.fact, term.role] = answer
    return found


def _differs(term: Differs, record: Record, words: Vocabulary, ask: Callable[[Record], Results]) -> bool | None:
    key = (term.fact, record.roles.get(term.role) if term.role else None)
    values = finite_values(words.facts[term.fact].kind) or ()
    actual = record.facts.get(key, Absence.NOT_ASKED)
    if isinstance(actual, Absence):
        return None
    others = [replace(record, facts={**record.facts, key: value}) for value in values if value != actual]  # type: ignore[dict-item]
    outcomes = [ask(one).get(term.head, Absence.NOT_APPLICABLE) for one in (record, *others)]
    if Absence.UNKNOWN in outcomes:
        return True if len({*outcomes} - {Absence.UNKNOWN}) > 1 else None
    return any(outcome != outcomes[0] for outcome in outcomes)


def plain(value: Value | Absence) -> Value:
    """A result as a value: nothing owed is `claim fails`."""
    return ClaimFails() if isinstance(value, Absence) else value
