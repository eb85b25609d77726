"""Find refusals that a judgment leaves out: an issue that a law governs in, the laws that would have come before out.

If both parties' codes put another law before the one that governs, something took that law away.
Where a reservation of theirs refuses its result, that was it, and the judgment has to say so.
Looked at are facts that leave no room; references to whole laws are followed as far as each law gives one answer.
"""

from collections.abc import Iterator

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import NoteCode, Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.judgment import Edge, IssueJudgment
from panarchy_rules.register import Agree, Submit
from panarchy_rules.rulebook.rulebook import Rulebook
from panarchy_rules.verification.edges import EdgeCheck
from panarchy_rules.verification.whole import WalkCheck

_OWN, _ACCEPTED = 2, 3
"""The tiers of one's own law and of a law that one's code accepts."""
_ABSENT = 9
"""In the place of a tier: no chain of the person leads there."""
_UNRANKED = (1, 0)
_SEARCHED = frozenset(
    "NO_COMMON_LAW NO_COMMON_LAW_JOINT RENVOI_CYCLE PROXY_SPLIT CONFLICTING_CONSENTS AMENDMENT_OUTSIDE_POWER "
    "INCAPACITY AMBIGUOUS_LAW CONFLICTING_DUTIES REFUSED_PUBLIC_POLICY".split()
)
"""Where no law governs, the statuses that say how a search for it ended."""
_NONE_IN_COMMON = (Status.NO_COMMON_LAW, Status.NO_COMMON_LAW_JOINT, Status.RENVOI_CYCLE, Status.PROXY_SPLIT)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a law stands for one party: its tier, and its rank in the code."""

    tier: int
    rank: tuple[int, int]

    @property
    def is_there(self) -> bool:
        """Whether some chain leads there."""
        return self.tier != _ABSENT


GAPS = "gaps next law"
"""What stands in the place of a clause where a law left a gap to the next one."""


def in_common(issue: IssueJudgment, check: EdgeCheck) -> Iterator[str]:
    """A law that is certainly in common where none is said to be, and frontiers that certainly miss or invent one."""
    parties = (issue.claimant, issue.respondent, *issue.joined)
    searched = issue.laws or issue.status in _SEARCHED
    if not searched or issue.challenges or issue.together or {one.party for one in issue.frontiers} != set(parties):
        return  # Where it is not settled what the claim is, a frontier has what is reached in every class of it.
    aside = {(one.party, one.law) for one in issue.refused_results} | {
        (who, one.law) for one in issue.refused if one.clause == GAPS for who in parties
    }
    reached = {one.party: set(one.laws) for one in issue.frontiers}
    for law in check.world.rulebooks:
        places = {who: place_of(check, who, law) for who in parties}
        for who, place in places.items():
            if place and (who, str(law)) not in aside and place.is_there != (str(law) in reached[who]):
                yield f"{law} is {'not ' if place.is_there else ''}said to be what {who} has consented to"
        taken = any((who, str(law)) in aside for who in parties)
        if issue.status in _NONE_IN_COMMON and not taken and all(p and p.is_there for p in places.values()):
            yield f"{law} is in common"


def unmentioned(issue: IssueJudgment) -> Iterator[str]:
    """What the judgment says elsewhere of refusals that it does not list."""
    listed = {(one.party, one.code, one.reservation) for one in issue.refused_results}
    noted = any(note.code is NoteCode.REFUSED_PUBLIC_POLICY for note in issue.notes)
    if not listed and (noted or issue.status is Status.REFUSED_PUBLIC_POLICY):
        yield "a result is said to be refused, and no refusal is listed"
    for one in issue.refused:
        if one.reason.endswith(f"refuses its result ({one.clause})") and (one.party, one.law, one.clause) not in listed:
            yield f"the refusal by {one.law} for {one.party} ({one.clause}) is not listed"


def came_before(issue: IssueJudgment, check: EdgeCheck) -> Iterator[LawRef]:
    """The laws that would govern in the place of the one that does, if nothing took them away."""
    parties = (issue.claimant, issue.respondent, *issue.joined)
    governing = {law.name for law in issue.laws}
    if len(governing) != 1 or issue.together or any(law.assuming or law.through for law in issue.laws):
        return
    codes = [check.clauses.book(name) for name in governing]
    there = [place_of(check, who, book.law) for book in codes if book for who in parties]
    for law in check.world.rulebooks:
        here = [place_of(check, who, law) for who in parties]
        # A law that they agreed on stands against most reservations.
        if (
            str(law) not in governing
            and all(one and one.is_there and one.tier >= _OWN for one in here)
            and before(here, there)
        ):
            yield law


def before(here: list[Place | None], there: list[Place | None]) -> bool:
    """Whether a law certainly stands before another: by tier, or no worse for both parties and better for one."""
    one, other = [place for place in here if place], [place for place in there if place]
    if len(one) < len(here) or len(other) < len(there) or len(one) != len(other):
        return False
    tier, than = max(place.tier for place in one), max(place.tier for place in other)
    if tier == _ABSENT:
        return False
    ranks = [(mine.rank, theirs.rank) for mine, theirs in zip(one, other, strict=True)]
    no_worse, better = all(a <= b for a, b in ranks), any(a < b for a, b in ranks)
    return tier < than or (tier == than and no_worse and better)


def place_of(check: EdgeCheck, party: str, law: LawRef) -> Place | None:
    """Where a law stands for a person, that is nowhere if no chain leads there; None if it is not certain."""
    if (party, law) not in check.places:
        check.places[party, law] = _place_of(check, party, law)
    found: Place | None = check.places[party, law]
    return found


def _place_of(check: EdgeCheck, party: str, law: LawRef) -> Place | None:
    joined = [own for _, _, own in check.members.laws(party)]
    home = joined[0] if joined else None
    if party not in check.chosen:
        check.chosen[party] = list(_chosen(check, party))
    chosen = check.chosen[party]
    tiers = [tier for tier, target in chosen if target == str(law)]
    ranks = [_UNRANKED for _ in tiers]
    if law in joined and not any(check.clauses.own_law_never(str(law), party, sure=True)):
        tiers.append(_OWN)
        ranks.append((0, check.world.rulebooks[law].own_law_rank) if law == home else _UNRANKED)
    bases = [check.clauses.book(target) for _, target in chosen] + [check.world.rulebooks[own] for own in joined]
    for base in {book.law: book for book in bases if book}.values():
        said = _led_to(check, party, base, law)
        if said is None:
            return None
        tiers += [_ACCEPTED for _ in said]
        ranks += [rank if base.law == home else _UNRANKED for rank in said]
    return Place(min(tiers), min(ranks)) if tiers else Place(_ABSENT, _UNRANKED)


def _chosen(check: EdgeCheck, party: str) -> Iterator[tuple[int, str]]:
    """What a person's own submissions and agreements lead to, each with its tier."""
    for entry in check.world.register.naming(party):
        if isinstance(entry, Agree | Submit) and entry.law:
            for target in check.targets(entry):
                edge = Edge(
                    kind="consent", author=party, act=entry.act, entry=entry.entry, source=entry.text,
                    since=entry.effective, target=target,
                )  # fmt: skip
                if target != entry.forum and not any(check.of_a_person(edge)):
                    yield check.tier(edge), target


def _led_to(check: EdgeCheck, party: str, base: Rulebook, law: LawRef) -> set[tuple[int, int]] | None:
    """The ranks at which a code's clauses lead to a law; None if it is not certain whether and how they do."""
    ranks: set[tuple[int, int]] = set()
    walk = WalkCheck(check.clauses, party)
    every = [said for _, said in check.clauses.every_saying(base, party)]
    modes = {(one.end, one.reference, one.neutral) for said in every for one in said if one}
    if len({end for end, _, _ in modes}) < len(modes):  # It refers to one law in two ways.
        return None
    for said in every:
        ends = {walk.end_of(base, one) if one else "" for one in said}
        if None in ends or (str(law) in ends and len(ends) > 1):
            return None
        ranks |= {one.rank for one in said if one} if ends == {str(law)} else set()
    return ranks if len(ranks) < 2 else None
