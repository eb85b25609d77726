"""Evaluate a term: a typed term and an evaluation in, a value, `Unknown` or `NOT_APPLICABLE` out.

Conditions are strong Kleene: a part that is unknown matters only if the known parts leave the whole open.
A comparison with something that is not applicable does not hold.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter import facts, lists
from panarchy_rules.backends.interpreter.arithmetic import (
    compare,
    compute,
    elapsed_months,
    part_of,
    rounded_to,
    within,
)
from panarchy_rules.backends.interpreter.calendar import asked_of_the_calendar
from panarchy_rules.backends.interpreter.conduct import acts_of, acts_words, breached, conduct, persons, status_holds
from panarchy_rules.backends.interpreter.readings import Words
from panarchy_rules.backends.interpreter.scales import band_of, graduated
from panarchy_rules.backends.interpreter.tables import fitting_row
from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE, Unknown, is_silent, merged, obstacle
from panarchy_rules.base import periods
from panarchy_rules.base.calendar import counted_days
from panarchy_rules.base.values import ClaimFails, NoDecision, NoLaw, Person, RecordValue, Remedy
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.exchange import exchanged
from panarchy_rules.rulebook.record import Absence
from panarchy_rules.rulebook.rulebook import Owing
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation

Bindings = Mapping[str, Any]
_TOO_MUCH_WORK = "the work limit was reached: the lists or the rules on them are too long"
_TOO_DEEP = "the depth limit was reached: too many questions rest on one another"
# One level takes up to five of Python's own, of which it allows 1000. A single clause has at most 120.
_MAX_DEPTH = 150


def evaluate(term: m.Term, on: "Evaluation", bound: Bindings) -> Any:
    """The value of a term. The table below has an entry for every kind of term; a test counts them."""
    work = on.work
    work.left -= 1
    if work.left < 0:
        return obstacle(_TOO_MUCH_WORK)
    if work.depth >= _MAX_DEPTH:
        return obstacle(_TOO_DEEP)
    work.depth += 1
    value = TABLE[type(term)](term, on, bound)
    work.depth -= 1
    return value


def _about(arguments: tuple[m.Term, ...], on: "Evaluation", bound: Bindings) -> tuple[list[Any], Any]:
    """What stands in the places of a fact or question, and why that is not known, if it is not."""
    about = [evaluate(argument, on, bound) for argument in arguments]
    return about, facts.all_known(about)


def _fact(term: m.FactOf, on: "Evaluation", bound: Bindings) -> Any:
    if not term.arguments:
        return facts.read_plain_fact(term.name, on)
    about, reason = _about(term.arguments, on, bound)
    return facts.read_fact(term, about, on) if reason is None else reason


def _field(term: m.FieldOf, on: "Evaluation", bound: Bindings) -> Any:
    record = evaluate(term.record, on, bound)
    return facts.read_field(term, record, on) if isinstance(record, RecordValue) else record


def _persons(term: m.Persons, on: "Evaluation", bound: Bindings) -> Any:
    return tuple(Person(name) for name in on.record.persons)


def _answer(term: m.Answer, on: "Evaluation", bound: Bindings) -> Any:
    about, reason = _about(term.arguments, on, bound) if term.arguments else ([], None)
    if reason is not None:
        return reason
    known = None if about or on.elsewhere else on.record.answers.get(term.question)
    if known is not None:
        on.note_reading(term.question, known)
        return Unknown(missing=(term.question,)) if isinstance(known, Absence) else known
    fixed = on.record.foreign.get((on.rulebook.law.provider, term.question))
    if fixed is not None and on.elsewhere:
        return fixed
    return of_verdict(on.decide(on.asking(term.question, tuple(about))), on.rulebook.law.provider)


def _literal(term: m.Literal, on: "Evaluation", bound: Bindings) -> Any:
    return term.value


def _role(term: m.RolePerson, on: "Evaluation", bound: Bindings) -> Any:
    person = on.record.roles.get(term.role)
    return NOT_APPLICABLE if person is None else Person(person)


def _result(term: m.ResultOf, on: "Evaluation", bound: Bindings) -> Any:
    words = f"result of {term.head}"
    value = on.record.results.get(term.head, Absence.NOT_ASKED)
    on.note_reading(words, value)
    if value is Absence.NOT_APPLICABLE:
        return NOT_APPLICABLE
    return Unknown(missing=(words,)) if isinstance(value, Absence) else value


def _about_words(term: m.Differs) -> str:
    return f"{term.fact} of {term.role}" if term.role else term.fact


def _differs(term: m.Differs, on: "Evaluation", bound: Bindings) -> Any:
    words = f"result of {term.head} differs by {_about_words(term)}"
    found = on.record.differs.get((term.head, term.fact, term.role))
    on.note_reading(words, Absence.UNKNOWN if found is None else found)
    return Unknown(missing=(_about_words(term),)) if found is None else found


def _counted_days(term: m.CountedDays, on: "Evaluation", bound: Bindings) -> Any:
    def operation(start: Any, end: Any) -> Any:
        return counted_days(term.convention, start, end)

    return _strict(operation, (evaluate(term.start, on, bound), evaluate(term.end, on, bound)))


def of_verdict(verdict: Verdict, provider: str) -> Any:
    """A verdict read by a condition: what is not settled propagates with its rules."""
    match verdict:
        case Settled(NoLaw()):
            return NOT_APPLICABLE
        case Settled(value):
            return value
        case Lacuna(question):
            return Unknown(lacunae=(f"{question} under {provider}",))
        case Antinomy(rules):
            return Unknown(antinomies=(rules,))
        case Undetermined(missing, obstacles):
            return Unknown(missing=missing, obstacles=obstacles)


def _bound(term: m.Bound, on: "Evaluation", bound: Bindings) -> Any:
    return bound[term.name]


def _home_law(term: m.HomeLawOf, on: "Evaluation", bound: Bindings) -> Any:
    person = evaluate(term.person, on, bound)
    if not isinstance(person, Person):
        return person
    words = f"law of {term.person.role if isinstance(term.person, m.RolePerson) else person}"
    if person.name not in on.record.home:
        return Unknown(missing=(words,))
    law = on.record.home[person.name]
    on.note_reading(words, law or Words("none"))
    return NOT_APPLICABLE if law is None else law


def _rank(term: m.RankFor, on: "Evaluation", bound: Bindings) -> Any:
    rank = on.record.ranks.get(term.role)
    return NOT_APPLICABLE if rank is None else Fraction(rank)


def _clock(term: m.ClockDate, on: "Evaluation", bound: Bindings) -> Any:
    record = on.record
    value = {"today": record.today, "filing": record.filing, "anchor": record.anchor}[term.which]
    on.note_reading(term.which, Absence.NOT_ASKED if value is None else value)
    return Unknown(missing=(term.which,)) if value is None else value


def _strict(operation: Callable[..., Any], values: Iterable[Any]) -> Any:
    """Apply an operation that needs all its values: not applicable wins over unknown."""
    given = list(values)
    reason = facts.all_known(given)
    return operation(*given) if reason is None else reason


def _arithmetic(term: m.Arithmetic, on: "Evaluation", bound: Bindings) -> Any:
    def operation(left: Any, right: Any) -> Any:
        return compute(term.operator, left, right, on.rulebook.date_policy)

    return _strict(operation, (evaluate(term.left, on, bound), evaluate(term.right, on, bound)))


def _compare(term: m.Compare, on: "Evaluation", bound: Bindings) -> Any:
    left, right = evaluate(term.left, on, bound), evaluate(term.right, on, bound)
    reason = facts.all_known((left, right))
    if reason is None:
        return compare(term.operator, left, right)
    return term.operator == "<>" if reason is NOT_APPLICABLE else reason


def _one_of(term: m.OneOf, on: "Evaluation", bound: Bindings) -> Any:
    value = evaluate(term.term, on, bound)
    if value is NOT_APPLICABLE:
        return False
    return value if isinstance(value, Unknown) else any(compare("=", value, x) is True for x in term.values)


def _only_member(term: m.OnlyMember, on: "Evaluation", bound: Bindings) -> Any:
    items = evaluate(term.items, on, bound)
    if isinstance(items, Unknown) or items is NOT_APPLICABLE:
        return items
    members = tuple(dict.fromkeys(items))
    return members[0] if len(members) == 1 else NOT_APPLICABLE


def _given(term: m.Given, on: "Evaluation", bound: Bindings) -> Any:
    value = evaluate(term.term, on, bound)
    if value is NOT_APPLICABLE:
        return False
    if is_silent(value):
        return False
    return value if isinstance(value, Unknown) else True


def _owed(term: m.Owed, on: "Evaluation", bound: Bindings) -> Any:
    value = of_verdict(on.decide(Owing("respondent", "claimant", term.head)), on.rulebook.law.provider)
    if isinstance(value, NoDecision):
        return obstacle(f"{on.rulebook.law} gives no decision on {term.head}")
    return value if isinstance(value, Unknown) else not isinstance(value, ClaimFails)


def _within(term: m.Within, on: "Evaluation", bound: Bindings) -> Any:
    def operation(date: Any, length: Any, anchor: Any) -> Any:
        return within(date, length, anchor, term.after, on.rulebook.date_policy)

    parts = (term.term, term.length, term.anchor)
    result = _strict(operation, (evaluate(part, on, bound) for part in parts))
    return False if result is NOT_APPLICABLE else result


def truth(term: m.Term, on: "Evaluation", bound: Bindings) -> bool | Unknown:
    """A condition's value: true, false or unknown. What is not applicable does not hold."""
    value = evaluate(term, on, bound)
    held = False if value is NOT_APPLICABLE else value
    assert held is True or held is False or isinstance(held, Unknown)
    if on.work.witness is not None:
        on.work.witness.note(term, held)
    return held


def junction(values: Iterable[bool | Unknown], decisive: bool) -> bool | Unknown:
    """Kleene `or` if True is decisive, Kleene `and` if False is."""
    unknown = []
    for value in values:
        if value is decisive:
            return decisive
        if isinstance(value, Unknown):
            unknown.append(value)
    return merged(unknown) if unknown else not decisive


def _all(term: m.All, on: "Evaluation", bound: Bindings) -> Any:
    unknown = []
    for part in term.parts:
        held = truth(part, on, bound)
        if held is False:
            return False
        if held is not True:
            unknown.append(held)
    return merged(unknown) if unknown else True


def _any(term: m.Any, on: "Evaluation", bound: Bindings) -> Any:
    unknown = []
    for part in term.parts:
        held = truth(part, on, bound)
        if held is True:
            return True
        if held is not False:
            unknown.append(held)
    return merged(unknown) if unknown else False


def _not(term: m.Not, on: "Evaluation", bound: Bindings) -> Any:
    value = truth(term.part, on, bound)
    return value if isinstance(value, Unknown) else not value


def _extremum(term: m.Extremum, on: "Evaluation", bound: Bindings) -> Any:
    def operation(left: Any, right: Any) -> Any:
        larger = compare(">=", left, right)
        if isinstance(larger, Unknown):
            return larger
        return left if larger is term.greater else right

    return _strict(operation, (evaluate(term.left, on, bound), evaluate(term.right, on, bound)))


def _rounded(term: m.Rounded, on: "Evaluation", bound: Bindings) -> Any:
    def operation(amount: Any, place: Any) -> Any:
        return rounded_to(amount, place, term.mode)

    return _strict(operation, (evaluate(term.amount, on, bound), evaluate(term.place, on, bound)))


def _elapsed(term: m.Elapsed, on: "Evaluation", bound: Bindings) -> Any:
    def operation(start: Any, end: Any) -> Any:
        return elapsed_months(start, end, term.months, on.rulebook.date_policy)

    return _strict(operation, (evaluate(term.start, on, bound), evaluate(term.end, on, bound)))


def _date_part(term: m.DatePart, on: "Evaluation", bound: Bindings) -> Any:
    return _strict(lambda day: part_of(term.part, day), (evaluate(term.date, on, bound),))


def _period_from(term: m.PeriodFrom, on: "Evaluation", bound: Bindings) -> Any:
    return _strict(periods.between, (evaluate(term.start, on, bound), evaluate(term.end, on, bound)))


def _converted(term: m.Converted, on: "Evaluation", bound: Bindings) -> Any:
    def operation(amount: Any, day: Any) -> Any:
        found = exchanged(amount, term.unit, on.rulebook.limits.rates, day)
        return obstacle(found.reason) if found.amount is None else found.amount

    return _strict(operation, (evaluate(term.amount, on, bound), evaluate(term.day, on, bound)))


def _calendar(term: m.Calendar, on: "Evaluation", bound: Bindings) -> Any:
    return _strict(lambda of: asked_of_the_calendar(term.what, of), (evaluate(term.of, on, bound),))


def _overlap(term: m.Overlap, on: "Evaluation", bound: Bindings) -> Any:
    return _strict(periods.overlap, (evaluate(term.left, on, bound), evaluate(term.right, on, bound)))


def _union(term: m.Union, on: "Evaluation", bound: Bindings) -> Any:
    chosen = lists.chosen(term, on, bound)
    return chosen if not isinstance(chosen, list) else _strict(lambda *each: periods.union(each), chosen)


def _lookup(term: m.Lookup, on: "Evaluation", bound: Bindings) -> Any:
    def operation(*values: Any) -> Any:
        row = fitting_row(term.rows, values)
        if row is None:
            return NOT_APPLICABLE
        if isinstance(row, Unknown):
            return row
        if on.work.witness is not None:
            on.work.witness.note(row, True)
        return evaluate(row.gives, on, bound)

    return _strict(operation, [evaluate(subject, on, bound) for subject in term.subjects])


def _union_of_two(term: m.UnionOfTwo, on: "Evaluation", bound: Bindings) -> Any:
    values = (evaluate(term.left, on, bound), evaluate(term.right, on, bound))
    return _strict(lambda *both: periods.union(both), values)


def _graduated(term: m.Graduated, on: "Evaluation", bound: Bindings) -> Any:
    def operation(amount: Any) -> Any:
        number, witness = band_of(amount, term.bands), on.work.witness
        if witness is not None and isinstance(number, Fraction):
            for band in term.bands[: int(number)]:
                witness.note(band, True)
        return graduated(amount, term.bands)

    return _strict(operation, (evaluate(term.amount, on, bound),))


def _band_of(term: m.BandOf, on: "Evaluation", bound: Bindings) -> Any:
    return _strict(lambda amount: band_of(amount, term.bands), (evaluate(term.amount, on, bound),))


def _figure_at(term: m.FigureAt, on: "Evaluation", bound: Bindings) -> Any:
    def operation(day: Any) -> Any:
        held = next((value for start, end, value in term.spans if start <= day < end), term.value)
        on.note_reading(f"{term.name} at {day.isoformat()}", Absence.NOT_APPLICABLE if held is None else held)
        return NOT_APPLICABLE if held is None else held

    return _strict(operation, (evaluate(term.day, on, bound),))


def _during(term: m.During, on: "Evaluation", bound: Bindings) -> Any:
    def operation(day: Any, period: Any) -> Any:
        return periods.contains(period, day)

    result = _strict(operation, (evaluate(term.day, on, bound), evaluate(term.period, on, bound)))
    return False if result is NOT_APPLICABLE else result


def _overlaps(term: m.Overlaps, on: "Evaluation", bound: Bindings) -> Any:
    def operation(left: Any, right: Any) -> Any:
        return periods.overlap(left, right) != periods.NEVER

    result = _strict(operation, (evaluate(term.left, on, bound), evaluate(term.right, on, bound)))
    return False if result is NOT_APPLICABLE else result


def _under(term: m.Under, on: "Evaluation", bound: Bindings) -> Any:
    law = evaluate(term.law, on, bound)
    if law is NOT_APPLICABLE:
        return False
    if isinstance(law, Unknown):
        return law
    other = on.under(law)
    if other is None:
        fixed = _fixed_elsewhere(term.condition, law.provider, on, bound)
        return obstacle(f"the text of {law.provider} is not in this world") if fixed is None else fixed
    value = truth(term.condition, other, bound)
    on.note_reading(f"under {law.provider}", Absence.UNKNOWN if isinstance(value, Unknown) else value)
    return value


def _under_common(term: m.UnderCommon, on: "Evaluation", bound: Bindings) -> Any:
    """This law first, and then every law that is common to the parties, or may be."""
    own = truth(term.condition, on, bound)
    if own is True:
        return True
    laws = on.record.common
    if laws is None:
        fixed = dict.fromkeys(provider for provider, _ in on.record.foreign)
        said = [truth(term.condition, on.only_answers(provider), bound) for provider in fixed]
        laws_known = [] if fixed else [obstacle("which laws are common to the parties is not known here")]
        return _any_of([own, *said, *laws_known])
    found = [own]
    for law in (law for law in laws if law != on.rulebook.law):
        found.append(_under(m.Under(m.Literal(law), term.condition), on, bound))
    for law in (law for law in on.record.perhaps_common if law != on.rulebook.law):
        if _under(m.Under(m.Literal(law), term.condition), on, bound) is not False:
            why = f"whether {law} is common to the parties depends on missing facts"
            found.append(Unknown(missing=on.record.common_waits, obstacles=(why,)))
    return _any_of(found)


def _any_of(values: list[Any]) -> Any:
    """Whether one of several conditions holds."""
    if True in values:
        return True
    unknown = [value for value in values if isinstance(value, Unknown)]
    return merged(unknown) if unknown else False


def _fixed_elsewhere(condition: m.Term, provider: str, on: "Evaluation", bound: Bindings) -> Any:
    """In an example, another law may be given by its answers alone."""
    if not any(law == provider for law, _ in on.record.foreign):
        return None
    return truth(condition, on.only_answers(provider), bound)


# --- acts, duties and remedies ---


def _field_of(record: Any, name: str) -> Any:
    if not isinstance(record, RecordValue):
        return record
    value = record.get(name)
    return Unknown(missing=(f"{name} of {record.label or record.kind}",)) if value is None else value


def _acts(term: m.ActsOf, on: "Evaluation", bound: Bindings) -> Any:
    acts = acts_of(on.record, term.act)
    on.note_reading(term.act, Absence.NOT_ASKED if isinstance(acts, Unknown) else Words(acts_words(acts)))
    return acts


def _proposed(term: m.Proposed, on: "Evaluation", bound: Bindings) -> Any:
    proposed = on.record.proposed
    return Unknown(missing=(f"{term.field} of act",)) if proposed is None else _field_of(proposed, term.field)


def _picked(term: m.Picked, on: "Evaluation", bound: Bindings) -> Any:
    items = evaluate(term.items, on, bound)
    if isinstance(items, Unknown) or items is NOT_APPLICABLE:
        return items
    found = []
    for item in items if term.word != "latest" else reversed(items):
        inner = {**bound, term.variable: item}
        holds = True if term.where is None else truth(term.where, on, inner)
        if isinstance(holds, Unknown):
            return holds
        if holds:
            found.append(evaluate(term.term, on, inner))
            if term.word != "list":
                return found[0]
    return _listed(found) if term.word == "list" else NOT_APPLICABLE


def _list(term: m.ListTerm, on: "Evaluation", bound: Bindings) -> Any:
    found = [evaluate(item, on, bound) for item in term.items]
    return _listed([value for value in found if not is_silent(value)])


def _listed(found: list[Any]) -> Any:
    unknown = [value for value in found if isinstance(value, Unknown)]
    return merged(unknown) if unknown else tuple(value for value in found if value is not NOT_APPLICABLE)


def _breached(term: m.Breached, on: "Evaluation", bound: Bindings) -> Any:
    return breached(on, term.rule)


def _conduct(term: m.ConductIs, on: "Evaluation", bound: Bindings) -> Any:
    person = evaluate(term.person, on, bound)
    if not isinstance(person, Person):
        return person
    return status_holds(on, conduct(on, person.name, term.act), term.status)


def _remedy(term: m.RemedyTerm, on: "Evaluation", bound: Bindings) -> Any:
    against = persons(evaluate(term.against, on, bound))
    of = None if term.of is None else evaluate(term.of, on, bound)
    lasting = None if term.lasting is None else evaluate(term.lasting, on, bound)
    deadline = None if term.deadline is None else evaluate(term.deadline, on, bound)
    unknown = [value for value in (against, of, lasting, deadline) if isinstance(value, Unknown)]
    if unknown or isinstance(against, Unknown):
        return merged(unknown)
    if NOT_APPLICABLE in (of, lasting, deadline) or not against:
        return NOT_APPLICABLE
    return Remedy(term.name, term.nature, against, of, lasting, deadline)


TABLE: dict[type, Callable[[Any, "Evaluation", Bindings], Any]] = {
    m.Literal: _literal,
    m.FactOf: _fact,
    m.FieldOf: _field,
    m.Persons: _persons,
    m.RolePerson: _role,
    m.Answer: _answer,
    m.Bound: _bound,
    m.HomeLawOf: _home_law,
    m.RankFor: _rank,
    m.ClockDate: _clock,
    m.Arithmetic: _arithmetic,
    m.Compare: _compare,
    m.OneOf: _one_of,
    m.OnlyMember: _only_member,
    m.Given: _given,
    m.Owed: _owed,
    m.Within: _within,
    m.All: _all,
    m.Any: _any,
    m.Not: _not,
    m.Quantified: lists.quantified,
    m.Aggregate: lists.aggregate,
    m.Extremum: _extremum,
    m.Rounded: _rounded,
    m.Elapsed: _elapsed,
    m.DatePart: _date_part,
    m.PeriodFrom: _period_from,
    m.Calendar: _calendar,
    m.Converted: _converted,
    m.Overlap: _overlap,
    m.Union: _union,
    m.Lookup: _lookup,
    m.UnionOfTwo: _union_of_two,
    m.Graduated: _graduated,
    m.BandOf: _band_of,
    m.FigureAt: _figure_at,
    m.During: _during,
    m.Overlaps: _overlaps,
    m.Under: _under,
    m.UnderCommon: _under_common,
    m.ActsOf: _acts,
    m.Proposed: _proposed,
    m.Picked: _picked,
    m.ListTerm: _list,
    m.Breached: _breached,
    m.ConductIs: _conduct,
    m.RemedyTerm: _remedy,
    m.CountedDays: _counted_days,
    m.ResultOf: _result,
    m.Differs: _differs,
}
