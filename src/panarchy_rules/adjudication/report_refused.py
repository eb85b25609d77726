"""Report the clauses that led nowhere: a law finding in, each of them with its reason out, by party, law and label.

Most of them do not reach the claim; these are taken over as they are kept, without being looked at one by one.
"""

from collections.abc import Mapping

from panarchy_rules.adjudication.govern import LawFinding
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.judgment import Refused
from panarchy_rules.casefile.lines import refused_lines
from panarchy_rules.choice_of_law.closure import Grown, Unreached

_Place = tuple[str, LawRef]
"""A party and a law."""
_Line = tuple[str, str]
"""A clause, and why it led nowhere."""


def refused(finding: LawFinding) -> tuple[Refused, ...]:
    """The clauses that led nowhere, whichever way the unknown facts fall."""
    ways = list({tuple(map(id, way.grown.values())): way.grown for way in finding.ways}.values())  # Most share them.
    turned_down, unreached = _turned_down(ways), _unreached(ways)
    places = sorted({**turned_down, **unreached}, key=lambda place: (place[0], _key(place[1])))
    return refused_lines(
        (person, name, clause, reason)
        for person, law in places
        for name in (str(law),)
        for clause, reason in _lines(turned_down.get((person, law), []), unreached.get((person, law)))
    )


def _key(law: LawRef) -> tuple[str, str]:
    return law.provider, law.edition


def _lines(turned_down: list[_Line], unreached: Unreached | None) -> list[_Line]:
    """The clauses of one law by their labels, each with its reason."""
    lines = [(one.clause, one.words(unreached.other)) for one in unreached.asides] if unreached else []
    return sorted([*turned_down, *lines], key=lambda line: line[0]) if turned_down else lines


def _turned_down(ways: list[Mapping[str, Grown]]) -> dict[_Place, list[_Line]]:
    """The clauses that give no edge in any way."""
    found: dict[_Place, list[_Line]] = {}
    each = [dict.fromkeys(one for mine in way.values() for one in mine.turned_down) for way in ways]
    for one in each[0] if each else ():
        if all(one in other for other in each[1:]):
            found.setdefault((one.person, one.law), []).append((one.clause, one.reason))
    return found


def _unreached(ways: list[Mapping[str, Grown]]) -> dict[_Place, Unreached]:
    """The clauses that do not reach the claim, by the law whose they are."""
    each = [{(person, one.law): one for person, mine in way.items() for one in mine.unreached} for way in ways]
    found = each[0] if each else {}
    return {place: one for place, one in found.items() if all(other.get(place) == one for other in each[1:])}
