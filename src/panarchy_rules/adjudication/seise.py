"""Find the forum: the same meet as for laws, then openness and availability. A missing forum is a result of its own."""

from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import Status
from panarchy_rules.choice_of_law.bridges import Bridge, bridges
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.completions import Completed, Completion, complete
from panarchy_rules.choice_of_law.consents import is_member
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.choice_of_law.select import places, select, tier_of
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.rulebook import Forum


@dataclass(frozen=True, slots=True)
class ForumRoute:
    """One party's path to the forum, and how the unknown facts must fall for it to be there."""

    person: str
    path: Path
    assuming: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ForumFound:
    """The forum, with a path of every party to it whichever way the facts fall, or why there is none.

    `in_place_of` is the forum at which the paths end, if this one takes its place because its provider has ended.
    `consented` are all forums that both parties' consents lead to in every way, each with its worst tier.
    """

    status: Status
    forum: Forum | None = None
    routes: tuple[ForumRoute, ...] = ()
    candidates: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    reason: str = ""
    bridges: tuple[Bridge, ...] = ()
    consented: tuple[tuple[str, int], ...] = ()
    in_place_of: str = ""

    def tier(self, name: str) -> int | None:
        """How personal the consents to a forum are, of both parties and whichever way the facts fall."""
        return dict(self.consented).get(name)


def find_forum(claim: ClaimAtIssue, seised: str | None) -> ForumFound:
    """The forum both parties' consents lead to. `seised` is the one the dispute was filed with."""
    completed = complete(claim, forum=True)
    return replace(_found(completed, seised), consented=_consented(completed.ways))


def _consented(ways: tuple[Completion, ...]) -> tuple[tuple[str, int], ...]:
    names = {str(node) for node in ways[0].selection.common}
    names = names.intersection(*({str(node) for node in way.selection.common} for way in ways))
    tiers = {n: max(tier_of(c[n]) for way in ways for c in way.closures.values()) for n in names}
    return tuple(sorted(tiers.items()))


def _found(completed: Completed, seised: str | None) -> ForumFound:
    found = [_in_way(way, seised) for way in completed.ways]
    first = found[0]
    if completed.exceeded or any(_same(f) != _same(first) for f in found):
        names = tuple(sorted({f.forum.name for f in found if f.forum} | {c for f in found for c in f.candidates}))
        reason = "the forum depends on facts that are missing"
        return ForumFound(Status.UNDETERMINED, candidates=names, lacking=completed.waits.missing, reason=reason)
    if first.status is Status.NO_FORUM:
        return replace(first, bridges=_bridges(completed.ways, seised))
    first = replace(first, candidates=tuple(sorted({name for one in found for name in one.candidates})))
    ends_at = first.in_place_of or (first.forum.name if first.forum else "")
    return replace(first, routes=routes_to(completed.ways, ends_at)) if first.forum else first


def _same(found: ForumFound) -> tuple[object, ...]:
    return found.status, found.forum, () if found.forum else found.candidates, found.in_place_of


def routes_to(ways: tuple[Completion, ...], forum: str) -> tuple[ForumRoute, ...]:
    """For every party the best path that is there in every way; if there is none, the best path of each way."""
    found: list[ForumRoute] = []
    for person in ways[0].closures:
        paths = [way.closures[person][forum] for way in ways]
        always = [path for path in paths[0] if all(path in others for others in paths)]
        if always:
            found.append(ForumRoute(person, always[0]))
        else:
            found += [ForumRoute(person, mine[0], way.assuming) for way, mine in zip(ways, paths, strict=True)]
    return tuple(found)


def _in_way(way: Completion, seised: str | None) -> ForumFound:
    consented = tuple(str(node) for node in way.selection.common)
    if not consented:
        reason = "the parties have consented to no forum in common"
        return ForumFound(Status.NO_FORUM, reason=reason)
    acting = {name: _acting(way, name) for name in consented}
    closed = {name: reason for name in consented if (reason := _not_open(way, acting[name]))}
    if len(closed) == len(consented):
        reason = "; ".join(f"{name}: {why}" for name, why in closed.items())
        gone = all(_end(way, name) for name in consented)
        return ForumFound(Status.NO_FORUM if gone else Status.FORUM_DECLINED, candidates=consented, reason=reason)
    still = {p: {n: paths for n, paths in c.items() if n not in closed} for p, c in way.closures.items()}
    standing = {person: places([closure]) for person, closure in still.items()}
    selected = [str(node) for node in reversed(select(standing).left)]
    # A forum that all consented to themselves sits by that consent, and in the place of no other.
    chosen = {acting[name]: name for name in selected} | {name: name for name in selected if acting[name] == name}
    left = tuple(sorted(chosen))
    if seised is not None and seised not in left:
        return _not_this_one(way, seised, left)
    name = seised or (left[0] if len(left) == 1 else None)
    if name is None:
        reason = "several forums are left, and the dispute seises none of them"
        return ForumFound(Status.AMBIGUOUS_FORUM, candidates=left, reason=reason)
    forum = way.claim.world.forum(name, way.claim.anchor)
    instead = "" if chosen[name] == name else chosen[name]
    return ForumFound(Status.DECIDED, forum, candidates=left if len(left) > 1 else (), in_place_of=instead)


def _acting(way: Completion, name: str) -> str:
    """The forum itself; or the first open one that it names in its place, once its provider has ended."""
    forum = way.claim.world.forum(name, way.claim.anchor)
    if forum is None or not _end(way, name):
        return name
    return next((other for other in forum.successors if not _not_open(way, other)), name)


def _end(way: Completion, name: str) -> str:
    """The end of a forum's provider by the day of filing, in words; empty if it goes on."""
    claim = way.claim
    forum = claim.world.forum(name, claim.anchor)
    end = claim.view.end_of(forum.provider) if forum else None
    if forum is None or end is None or end > (claim.record.filing or claim.anchor):
        return ""
    return f"its provider {forum.provider} ended on {end}"


def _not_this_one(way: Completion, seised: str, left: tuple[str, ...]) -> ForumFound:
    """The dispute was filed where it may not be heard. Nobody is sent elsewhere without having filed there."""
    why = "it gives way to another" if seised in way.selection.common else "not both parties have consented to it"
    closed = _not_open(way, seised)
    reason = f"{seised} was seised, but {closed or why}; {' or '.join(left)} could hear the dispute"
    return ForumFound(Status.NO_FORUM, candidates=left, reason=reason)


def _bridges(ways: tuple[Completion, ...], seised: str | None) -> tuple[Bridge, ...]:
    """What would give a forum: a consent to one that the other side has reached, or an agreement on an open one.

    A forum that all have consented to already needs no more consent, unless the one that is seised gives way to it.
    """
    way = ways[0]  # Whether a forum takes the case is no question of fact.
    one_sided = [b for b in bridges(ways) if not _not_open(way, b.target)]
    everyone = tuple(sorted(way.claim.everyone))
    open_to_all = [Bridge("agree", everyone, n) for n in way.claim.world.forums if not _not_open(way, n)]
    met = {str(node) for node in way.selection.common}
    helps = {b for b in (*one_sided, *open_to_all) if b.target not in met or (b.act, b.target) == ("agree", seised)}
    return tuple(sorted(helps))


def _not_open(way: Completion, name: str) -> str:
    """Why the forum would not take the case; empty if it would."""
    claim = way.claim
    forum = claim.world.forum(name, claim.anchor)
    if forum is None:
        return f"nobody publishes it on {claim.anchor}"
    if forum.openness == "closed":
        return "it takes no cases by its own rules"
    if not covers(forum.matters, claim.matter):
        return f"it does not take cases of {claim.matter}"
    if forum.openness == "members":
        for person in claim.bound:
            if not is_member(claim.world, claim.view, person, forum.members_of, claim.matter):
                return f"{person} is no member of {' or '.join(forum.members_of)}"
    if ended := _end(way, name):
        return ended
    filed = claim.record.filing or claim.anchor
    if (forum.from_date and filed < forum.from_date) or (forum.until_date and filed >= forum.until_date):
        return f"it takes no cases on {filed}"
    return ""
