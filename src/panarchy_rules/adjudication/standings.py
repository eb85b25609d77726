"""Weigh a dispute's facts: typed facts and what is said of their standing in, the facts that count out.

A contested fact counts as one that is declared unknown, everywhere: in conditions of clauses as in the merits.
"""

from collections.abc import Iterator, Mapping

from panarchy_rules.adjudication.facts import FactReader, about_of
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import Value
from panarchy_rules.casefile.dispute import Dispute, FactStanding
from panarchy_rules.rulebook.record import Absence, FactKey

Facts = Mapping[FactKey, Value | Absence]


def as_they_count(reader: FactReader, dispute: Dispute, facts: Facts) -> dict[FactKey, Value | Absence]:
    """The facts, with those unknown that are contested. Mistakes are noted with the reader."""
    counted = dict(facts)
    for one in dispute.standings:
        _check_person(reader, one)
        covered = list(_covered(reader, dispute, one, facts))
        if one.standing == "contested":
            counted.update(dict.fromkeys(covered, Absence.UNKNOWN))
    return counted


def _covered(reader: FactReader, dispute: Dispute, one: FactStanding, facts: Facts) -> Iterator[FactKey]:
    """The facts whose standing is said."""
    declared = reader.world.vocabulary.facts.get(one.fact)
    if declared is None or one.fact not in dispute.facts:
        help_ = did_you_mean(one.fact, dispute.facts, f"stated: {listed(dispute.facts)}" if dispute.facts else "")
        reader.report("PR633", f"`{one.fact}` has a standing and is not stated", one.fact, help_)
        return
    about = [reader.place_of(declared, number, key) for number, key in enumerate(one.of)]
    if None in about:
        return
    found = [key for key in facts if key[0] == one.fact and list(about_of(key))[: len(about)] == about]
    if not found and not reader.problems:
        help_ = "name what it is about as under `[facts]`, or leave `of` out"
        reader.report("PR633", f"`{one.fact} of {listed(one.of)}` has a standing and is not stated", one.fact, help_)
    yield from found


def _check_person(reader: FactReader, one: FactStanding) -> None:
    known = [*reader.roles, *reader.world.everyone]
    if one.asserted_by is not None and one.asserted_by not in known:
        message = f"`{one.asserted_by}` is no role of this dispute and no known person"
        reader.report("PR608", message, one.asserted_by, did_you_mean(one.asserted_by, known))
