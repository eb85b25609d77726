"""Why a law does not govern: a world, a judgment and a law in, for each issue what keeps it out.

A law is kept out where somebody's consents do not lead to it, where its result is refused, or where another law comes
first: by its tier, or because it is better for one party and worse for none.
"""

from collections.abc import Iterator

from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.judgment import Bridge, IssueJudgment, Judgment, Refused, RefusedResult
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.completions import complete
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.rulebook import Accepts


@dataclass(frozen=True, slots=True)
class Unreached:
    """A party whose consents do not lead to the law, and their clauses that would have, but led nowhere."""

    party: str
    clauses: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What keeps a law from governing one issue. Nothing does where it governs.

    `reading` is the class of the claim where codes differ on it: then there is an answer for each class.
    `tiers` are that of the law and that of those that come first; `preferred` says who likes which of those better.
    """

    claim: str
    issue: str
    law: str
    governs: bool
    first: tuple[str, ...] = ()
    unreached: tuple[Unreached, ...] = ()
    refused: tuple[RefusedResult, ...] = ()
    tiers: tuple[int, int] | None = None
    preferred: tuple[str, ...] = ()
    cures: tuple[Bridge, ...] = ()
    reading: str = ""


def why_not(world: LawWorld, judgment: Judgment, law: LawRef) -> tuple[WhyNot, ...]:
    """One answer for each issue, in the order of the judgment; one for each class where codes class it differently."""
    prepared = prepare(world, judgment.dispute)
    read = (claim for readings in prepared.readings.values() for one in readings for claim in one.claims)
    claims = {(name, claim.issue, claim.matter): claim for name, claim in (*prepared.claims, *read)}
    return tuple(
        replace(
            _of(one, claims.get((one.claim, one.issue, one.matter)), law), reading=one.matter if issue.readings else ""
        )
        for issue in judgment.issues
        for one in issue.readings or (issue,)
    )


def _of(issue: IssueJudgment, claim: ClaimAtIssue | None, law: LawRef) -> WhyNot:
    first = tuple(one.name for one in issue.laws)
    if str(law) in first:
        return WhyNot(issue.claim, issue.issue, str(law), governs=True)
    refused = tuple(one for one in issue.refused_results if one.law == str(law))
    unreached = tuple(_unreached(issue, claim, law))
    tiers, preferred = _behind(claim, law, first) if not unreached and claim else (None, ())
    cures = tuple(bridge for bridge in issue.bridges if bridge.target == str(law))
    return WhyNot(
        issue.claim, issue.issue, str(law), governs=False, first=first, unreached=unreached, refused=refused,
        tiers=tiers, preferred=preferred, cures=cures,
    )  # fmt: skip


def _unreached(issue: IssueJudgment, claim: ClaimAtIssue | None, law: LawRef) -> Iterator[Unreached]:
    for one in issue.frontiers:
        if str(law) not in one.laws:
            mine = (r for r in issue.refused if r.party == one.party and claim and _leads(claim.world, r, law))
            yield Unreached(one.party, tuple(mine))


def _leads(world: LawWorld, refused: Refused, law: LawRef) -> bool:
    """Whether a clause that led nowhere would have led to the law."""
    provider, _, edition = refused.law.partition(" ")
    author = LawRef(provider, edition)
    if refused.clause == "own law never":
        return author == law
    rule = world.rulebooks[author].rules.get(refused.clause) if author in world.rulebooks else None
    match rule.conclusion if rule else None:
        case Accepts(target=m.Literal(LawRef(named, _))):
            return named == law.provider
        case _:
            return False


def _behind(claim: ClaimAtIssue, law: LawRef, first: tuple[str, ...]) -> tuple[tuple[int, int] | None, tuple[str, ...]]:
    """Where a common law stands behind those that govern: its tier and theirs, and who likes one of theirs better."""
    for way in complete(claim).ways:
        everyone = way.standing.items()
        others = [node for node in way.selection.common if str(node) in first]
        if others and law in way.selection.common:
            tier = max(places[law][0] for _, places in everyone)
            best = min(max(places[node][0] for _, places in everyone) for node in others)
            likes = (who for who, places in everyone if any(places[one][1] < places[law][1] for one in others))
            return (tier, best), tuple(likes)
    return None, ()
