"""Say how far an issue is decided before forum and caps: what was found of law and verdicts in, a status out."""

from panarchy_rules.adjudication.outcome import Verdicts
from panarchy_rules.adjudication.search import Searched
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import NoDecision
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of an issue, the facts it lacks and its reasons."""

    status: Status
    lacking: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def standing(found: Searched) -> Standing:
    """The status of the law first, then that of reservations and mandatory rules, then that of the verdicts."""
    if found.law.status is not None:
        return _without_law(found)
    if not found.asked:
        return Standing(Status.LAW_UNAVAILABLE, (), ("the text of the law is not in this world",))
    if found.open is not None:
        reasons = (*found.open.obstacles, "whether a code refuses this result depends on what is not known")
        return Standing(Status.UNDETERMINED, found.open.missing, reasons)
    if found.overlaid.status is not None:
        return Standing(found.overlaid.status, found.overlaid.lacking, found.overlaid.reasons)
    return of_verdicts(found.overlaid.verdicts, str(found.asked[0].law))


_NOTHING_LEFT = frozenset(
    (
        Status.NO_COMMON_LAW,
        Status.NO_COMMON_LAW_JOINT,
        Status.AMENDMENT_OUTSIDE_POWER,
        Status.CONFLICTING_CONSENTS,
        Status.PROXY_SPLIT,
        Status.RENVOI_CYCLE,
    )
)
"""No law is common. Where one was, and was taken away, that is why."""


def _without_law(found: Searched) -> Standing:
    law = found.law
    assert law.status is not None
    status, reasons = law.status, law.reasons
    if status in _NOTHING_LEFT and found.refusals:
        status = Status.REFUSED_PUBLIC_POLICY
    elif status in _NOTHING_LEFT and found.silent:
        status = Status.LAW_SILENT
    silent = (f"{name} is silent on this issue and leaves it to the next law" for name in found.silent)
    refused = (f"{one.code} refuses the result of {one.law} ({one.reservation.label})" for one in found.refusals)
    return Standing(status, law.lacking, tuple(dict.fromkeys((*silent, *refused, *found.beside, *reasons))))


def of_verdicts(by_question: Verdicts, law: str) -> Standing:
    """The status that verdicts come to."""
    verdicts = list(by_question.values())
    if not verdicts or all(isinstance(v, Lacuna) for v in verdicts):
        return Standing(Status.LAW_SILENT, (), (f"no rule of {law} speaks to this issue",))
    open_ = [v for v in verdicts if isinstance(v, Undetermined)]
    if open_:
        lacking = dict.fromkeys(fact for v in open_ for fact in v.missing)
        obstacles = dict.fromkeys(obstacle for v in open_ for obstacle in v.obstacles)
        return Standing(Status.UNDETERMINED, tuple(lacking), tuple(obstacles))
    collisions = [v for v in verdicts if isinstance(v, Antinomy)]
    if collisions:
        reasons = tuple(f"these rules collide: {', '.join(v.rules)}" for v in collisions)
        return Standing(Status.RULE_CONFLICT, (), reasons)
    for verdict in verdicts:
        if isinstance(verdict, Settled) and isinstance(verdict.value, NoDecision):
            reason = f"the law gives no decision: {', '.join(verdict.grounds)}"
            return Standing(Status(verdict.value.code.upper()), (), (reason,))
    if any(isinstance(v, Lacuna) for v in verdicts):
        return Standing(Status.LAW_SILENT, (), ("on a part of the issue no rule speaks",))
    return Standing(Status.DECIDED)
