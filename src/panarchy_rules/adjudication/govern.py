"""Find the law that governs a claim on an issue: the selections under every completion in, one finding out.

One law throughout governs. Several that give equal settled results decide together.
Everything else is reported with what it depends on, never guessed.
"""

from collections.abc import Mapping
from dataclasses import field
from itertools import combinations

from panarchy_rules.adjudication.answers import Asked, ask_one
from panarchy_rules.adjudication.ask_together import ask_together
from panarchy_rules.adjudication.duties import contradictory
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.bridges import Bridge, bridges_together
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.completions import (
    MAX_COMPLETIONS,
    Common,
    Completed,
    Completion,
    common_laws,
    complete_together,
    knowing_common,
)
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.choice_of_law.tie_break import break_tie
from panarchy_rules.rulebook.verdict import Lacuna, Undetermined, Verdict


@dataclass(frozen=True, slots=True)
class Route:
    """One law with the chains that lead to it, as far as unknown facts fall in a certain way."""

    law: LawRef
    paths: Mapping[str, tuple[Path, ...]]
    assuming: tuple[tuple[str, str], ...]
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class LawFinding:
    """What governs. `status` is None if a law governs, or several with equal results. `waits` is what was open."""

    status: Status | None
    routes: tuple[Route, ...] = ()
    false_conflict: bool = False
    possible: tuple[LawRef, ...] = ()
    lacking: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    ways: tuple[Completion, ...] = field(default=(), repr=False)
    waits: Unknown = field(default_factory=Unknown, repr=False)


@dataclass(frozen=True, slots=True)
class _WayResult:
    """What one completion comes to: laws with equal results, nothing, or a tie."""

    routes: tuple[Route, ...]
    tied: tuple[LawRef, ...] = ()
    reason: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def laws(self) -> tuple[LawRef, ...]:
        return tuple(route.law for route in self.routes)


def find_law(claim: ClaimAtIssue, question: str = "") -> LawFinding:
    """The law that governs one claim on one issue, or the one that answers a question about it."""
    return find_laws((claim,), question)[0]


def answers_of(claim: ClaimAtIssue, found: LawFinding, question: str) -> tuple[Verdict, ...]:
    """What one law answers on the facts as they are; what several answer, each as the unknown facts fall for it."""
    laws = dict.fromkeys(route.law for route in found.routes)
    asked = [ask_one(claim, law, question) for law in laws] if len(laws) == 1 else [one.asked for one in found.routes]
    return tuple(one.answer if one and one.answer is not None else Lacuna(question) for one in asked)


def find_laws(claims: tuple[ClaimAtIssue, ...], question: str = "") -> tuple[LawFinding, ...]:
    """The law that governs one claim on issues that are kept together, as each of them sees it.

    Where several may, what they say on a question counts if one is asked, and else what is owed.
    """
    completed = complete_together(claims)
    if completed[0].exceeded:
        reason = f"more than {MAX_COMPLETIONS} ways in which unknown facts may fall; not all were tried"
        missing = completed[0].waits.missing
        return tuple(
            LawFinding(Status.UNDETERMINED, lacking=missing, reasons=(reason,), ways=one.ways) for one in completed
        )
    asking = _Asking(tuple(common_laws(one.ways) for one in completed), completed[0].waits, question)
    results = [_way(ways, asking) for ways in zip(*(one.ways for one in completed), strict=True)]
    by_issue = [[way[n] for way in results] for n in range(len(claims))]
    if all(not r.routes and not r.tied for r in by_issue[0]):
        return tuple(_no_common_law(n, completed) for n in range(len(claims)))
    settled = all(_all_alike(mine) for mine in by_issue)
    found = (_one(mine, one, settled) for mine, one in zip(by_issue, completed, strict=True))
    return tuple(replace(one, waits=completed[0].waits) for one in found)


def _one(results: list[_WayResult], completed: Completed, settled: bool) -> LawFinding:
    """What governs one issue. `settled` tells whether all laws that may govern give equal results throughout."""
    if all(r.tied for r in results) and len({r.tied for r in results}) == 1:
        return _ambiguous(results, completed)
    if all(r.routes for r in results) and len({r.laws for r in results}) == 1:
        routes = _without_repetition(r.routes for r in results)
        return LawFinding(None, routes, len(results[0].laws) > 1, ways=completed.ways)
    return _several(results, completed, settled)


def _all_alike(results: list[_WayResult]) -> bool:
    """Whether a law governs in every way, and all of them give equal settled results."""
    return all(result.routes for result in results) and _equal([r.asked for result in results for r in result.routes])


class _Asking:
    """Puts laws to the claims of ways. Many ways differ in consents alone, and then a law says what it said.

    `met` are the laws in common on each issue. What is said again counts as work again.
    """

    def __init__(self, met: tuple[Common, ...], waits: Unknown, question: str) -> None:
        self._met = met
        self._waits = waits
        self._question = question
        self._claims: dict[tuple[int, ...], tuple[ClaimAtIssue, ...]] = {}
        self._said: dict[tuple[tuple[int, ...], LawRef], tuple[tuple[int, ...], tuple[Asked | None, ...]]] = {}

    def claims(self, ways: tuple[Completion, ...]) -> tuple[ClaimAtIssue, ...]:
        """The claims of a way, told which laws are in common."""
        key = tuple([id(way.claim) for way in ways])
        if key not in self._claims:
            told = zip(ways, self._met, strict=True)
            self._claims[key] = tuple([knowing_common(way.claim, mine, self._waits) for way, mine in told])
        return self._claims[key]

    def ask(self, ways: tuple[Completion, ...], law: LawRef) -> tuple[Asked | None, ...]:
        """What a law says on each issue."""
        key, claims = (tuple([id(way.claim) for way in ways]), law), self.claims(ways)
        work = [claim.work for claim in claims]
        costs, asked = self._said.get(key, ((), ()))
        if costs and all(one.left >= cost and one.witness is None for one, cost in zip(work, costs, strict=True)):
            for one, cost in zip(work, costs, strict=True):
                one.left -= cost
            return asked
        before = [one.left for one in work]
        if self._question:
            asked = tuple([ask_one(claim, law, self._question) for claim in claims])
        else:
            asked = ask_together(claims, law)[1]
        if all(one.left >= 0 for one in work):
            self._said[key] = tuple(was - one.left for was, one in zip(before, work, strict=True)), asked
        return asked


def _way(ways: tuple[Completion, ...], asking: _Asking) -> tuple[_WayResult, ...]:
    """What one completion comes to on each issue: the same laws on all of them."""
    candidates = tuple(node for node in ways[0].selection.left if isinstance(node, LawRef))
    claims = asking.claims(ways)
    asked = {law: asking.ask(ways, law) for law in candidates}
    if len(candidates) > 1 and not all(_equal(list(said)) for said in zip(*asked.values(), strict=True)):
        broken = break_tie(claims[0], candidates, ways[0].standing, ways[0].grown)
        candidates = tuple(node for node in broken.left if isinstance(node, LawRef))
        if len(candidates) > 1:
            missing = _missing([one for said in asked.values() for one in said])
            return tuple(_WayResult((), candidates, broken.reason, missing) for _ in ways)
    return tuple(_WayResult(tuple(_route(way, law, asked[law][n]) for law in candidates)) for n, way in enumerate(ways))


def _missing(asked: list[Asked | None]) -> tuple[str, ...]:
    """The facts without which it is not known whether the candidates give equal results."""
    verdicts = (verdict for one in asked if one for verdict in one.said)
    return tuple(dict.fromkeys(fact for v in verdicts if isinstance(v, Undetermined) for fact in v.missing))


def _ambiguous(results: list[_WayResult], completed: Completed) -> LawFinding:
    lacking = tuple(dict.fromkeys(fact for result in results for fact in result.lacking))
    reasons = [results[0].reason]
    if lacking:
        reasons.append("if the missing facts were known, these laws might give the same result")
    duties = contradictory(completed.ways[0].claim, results[0].tied)
    status = Status.CONFLICTING_DUTIES if duties else Status.AMBIGUOUS_LAW
    return LawFinding(
        status, possible=results[0].tied, lacking=lacking, reasons=(*duties, *reasons), ways=completed.ways
    )


def _route(way: Completion, law: LawRef, asked: Asked | None) -> Route:
    return Route(law, {person: closure[law] for person, closure in way.closures.items()}, way.assuming, asked)


def _equal(asked: list[Asked | None]) -> bool:
    outcomes = [one.outcome if one else None for one in asked]
    return outcomes[0] is not None and all(outcome == outcomes[0] for outcome in outcomes)


def _without_repetition(groups: object) -> tuple[Route, ...]:
    """One route for each law if its chains are the same throughout; else one for each way, with its assumption."""
    routes = [route for group in groups for route in group]  # type: ignore[attr-defined]
    kept: list[Route] = []
    for law in dict.fromkeys(route.law for route in routes):
        mine = [route for route in routes if route.law == law]
        best = [{person: paths[0] for person, paths in route.paths.items()} for route in mine]
        if all(one == best[0] for one in best):
            first = mine[0]
            kept.append(Route(law, _in_all(mine), (), first.asked))
        else:
            kept += mine
    return tuple(kept)


def _in_all(routes: list[Route]) -> Mapping[str, tuple[Path, ...]]:
    """The paths that are there whichever way the unknown facts fall."""
    first, *rest = routes
    return {
        person: tuple(path for path in paths if all(path in other.paths[person] for other in rest))
        for person, paths in first.paths.items()
    }


def _several(results: list[_WayResult], completed: Completed, settled: bool) -> LawFinding:
    """Different laws in different ways: decided only if all give equal settled results."""
    if settled:
        routes = tuple(route for result in results for route in result.routes)
        return LawFinding(None, routes, False, ways=completed.ways)
    laws = tuple(sorted({law for r in results for law in (*r.laws, *r.tied)}))
    waits = completed.waits
    reasons = [f"{law} could govern" for law in laws]
    if any(not r.routes and not r.tied for r in results):
        reasons.append("it could be that no common law governs")
    conflict = any(not way.whole for way in completed.ways) or waits.antinomies
    if conflict and not waits.missing:
        rules = sorted({label for labels in waits.antinomies for label in labels})
        reasons += [f"these clauses collide: {', '.join(rules)}"] if rules else ["one code ranks a law in two ways"]
        return LawFinding(Status.RULE_CONFLICT, possible=laws, reasons=tuple(reasons), ways=completed.ways)
    if completed.ambiguous and not waits.missing and not waits.obstacles:
        reasons += completed.ambiguous
        return LawFinding(Status.AMBIGUOUS_LAW, possible=laws, reasons=tuple(reasons), ways=completed.ways)
    reasons += waits.obstacles
    return LawFinding(
        Status.UNDETERMINED, possible=laws, lacking=waits.missing, reasons=tuple(reasons), ways=completed.ways
    )


def _no_common_law(n: int, issues: tuple[Completed, ...]) -> LawFinding:
    completed = issues[n]
    way = completed.ways[0]
    found = bridges_together([one.ways for one in issues])
    status, reasons = Status.NO_COMMON_LAW, [_nothing_in_common(way)]
    if not any(closure for one in completed.ways for closure in one.closures.values()):
        reasons.append("neither has consented to any law for this; all of them together may agree on one")
    if any(one.proxy_split for one in way.grown.values()):
        status = Status.PROXY_SPLIT
    elif unable := tuple(dict.fromkeys(one for mine in way.grown.values() for one in mine.incapable)):
        status = Status.INCAPACITY
        reasons += [f"{one.reason}; cure: {one.cure}" for one in unable]
    elif _only_editions_differ(way):
        status = Status.AMENDMENT_OUTSIDE_POWER
        reasons.append("the parties are bound by different editions of one code")
    elif any(one.conflicting for one in way.grown.values()):
        status = Status.CONFLICTING_CONSENTS
    elif loops := tuple(dict.fromkeys(loop for w in completed.ways for one in w.grown.values() for loop in one.loops)):
        status = Status.RENVOI_CYCLE
        reasons += [f"references come round: {loop}" for loop in loops]
    elif pairs := _pairs(completed):
        status = Status.NO_COMMON_LAW_JOINT
        reasons += [f"{one} and {other} have {', '.join(laws)} in common" for (one, other), laws in pairs.items()]
    reasons += [sentence for one in way.grown.values() for sentence in one.aside]
    return LawFinding(status, reasons=tuple(dict.fromkeys(reasons)), bridges=found, ways=completed.ways)


def _nothing_in_common(way: Completion) -> str:
    together = " and ".join(sorted((way.claim.issue, *way.claim.together)))
    for_all = f" for {together}, which are kept together" if way.claim.together else ""
    return f"the parties have consented to no law in common{for_all}"


def _pairs(completed: Completed) -> dict[tuple[str, str], list[str]]:
    """What each two persons have in common, if all of them have to share a law and every two do."""
    if not completed.ways[0].claim.joined:
        return {}
    found: dict[tuple[str, str], list[str]] = {}
    for one, other in combinations(completed.ways[0].closures, 2):
        common = [{str(node) for node in way.closures[one] if node in way.closures[other]} for way in completed.ways]
        found[one, other] = sorted(set.intersection(*common))
    return found if all(found.values()) else {}


def _only_editions_differ(way: Completion) -> bool:
    """Whether both are bound by a code of one provider, and some amendment lay outside the power a member accepted."""
    skipped = {law.provider for one in way.grown.values() for law in one.outside_power}
    first, second, *_ = way.closures.values()
    providers = {n.provider for n in first if isinstance(n, LawRef)} & {
        n.provider for n in second if isinstance(n, LawRef)
    }
    return bool(skipped & providers)
