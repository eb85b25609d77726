"""What a person has consented to: register entries read at the anchor in, consent edges and home law out."""

from collections.abc import Container, Iterable
from datetime import date

from panarchy_rules.base.calendar import DatePolicy, add
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.capacity import (
    Incapable,
    could_agree,
    could_join,
    could_name_home,
    could_submit,
    counted,
    has_ratified,
)
from panarchy_rules.choice_of_law.editions import BoundEdition, bound_edition
from panarchy_rules.choice_of_law.graph import AGREED_AFTER, AGREED_BEFORE, COMMON_CONSENT, ConsentEdge
from panarchy_rules.choice_of_law.kept_days import kept_of_day
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.register import Agree, ConsentKind, Home, Join, Membership, Snapshot, Submit
from panarchy_rules.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Standing:
    """A membership that reaches a matter, with the edition that binds.

    `left` numbers the exit after which it still does, because of a tail in the code.
    """

    membership: Membership
    bound: BoundEdition
    left: int = 0

    @property
    def law(self) -> LawRef:
        """The law the member belongs to."""
        return self.bound.rulebook.law


@kept_of_day
def standings(world: LawWorld, view: Snapshot, person: str, matter: str) -> tuple[Standing, ...]:
    """The memberships of a person that reach a matter and may be relied on: home first, then the oldest."""
    found = _all_standings(world, view, person, matter)
    split = proxies_split(world, view, found)
    kept = [standing for standing in found if standing not in split]
    mine = sorted([*kept, *tailed(world, view, person, matter)], key=_age)
    home = named_home(world, view, person, matter, {one.membership.provider for one in mine})
    return tuple(sorted(mine, key=lambda one: one.membership.provider != home.provider) if home else mine)


def named_home(world: LawWorld, view: Snapshot, person: str, matter: str, providers: Container[str]) -> Home | None:
    """The last that a person said about which of some providers is home for a matter."""
    said = (one for one in view.homes(person) if one.provider in providers and covers(one.matters, matter))
    return next((one for one in said if could_name_home(world, view, one)), None)


def tailed(world: LawWorld, view: Snapshot, person: str, matter: str) -> tuple[Standing, ...]:
    """Memberships that were left not long ago, under a code that says for how long it still binds."""
    found = []
    for membership in view.ended_memberships(person) if world.binds_on else ():
        then = replace(view, anchor=membership.until or view.anchor)
        bound = bound_edition(world, then, membership)
        if bound is None or membership.leave is None or is_proxy(world, then, membership):
            continue
        if _lasts(view, membership, bound, matter) and could_join(world, view, membership, bound) is None:
            found.append(Standing(membership, bound, membership.leave))
    return tuple(found)


def _lasts(view: Snapshot, membership: Membership, bound: BoundEdition, matter: str) -> bool:
    """Whether the tail of a code still reaches a matter at the anchor. The end of a provider has no tail."""
    end, book = view.end_of(membership.provider), bound.rulebook
    if membership.until is None or (end and end <= view.anchor) or not _reaches(membership, book, matter):
        return False
    tails = [tail for tail in book.limits.tails if covers(tail.matters, matter)]
    return any(view.anchor < add(membership.until, tail.lasting, DatePolicy.UP) for tail in tails)


@kept_of_day
def incapable_members(world: LawWorld, view: Snapshot, person: str, matter: str) -> tuple[Incapable, ...]:
    """Why memberships that would reach a matter do not bind the person."""
    voided = counted(world, view, person).voided
    return tuple(why for membership, why in voided if _standing(world, view, membership, matter))


@kept_of_day
def proxy_split(world: LawWorld, view: Snapshot, person: str, matter: str) -> str:
    """A sentence that says that others chose different codes for a person, so that none of them counts; else empty."""
    if not [
        entry
        for entry in view.register.naming(person)
        if isinstance(entry, Join) and entry.person == person and _by_proxy(entry.kind)
    ]:
        return ""
    split = proxies_split(world, view, _all_standings(world, view, person, matter))
    if not split:
        return ""
    entries = " and ".join(str(standing.membership.entry) for standing in split)
    codes = " and ".join(dict.fromkeys(standing.membership.provider for standing in split))
    return f"entries {entries} were made for {person} by proxy and choose {codes}; none of them counts"


def proxies_split(world: LawWorld, view: Snapshot, found: tuple[Standing, ...]) -> tuple[Standing, ...]:
    """Memberships that others began for a person, in different codes, and that the person has not ratified."""
    if not [standing for standing in found if _by_proxy(standing.membership.kind)]:
        return ()
    proxies = tuple(standing for standing in found if is_proxy(world, view, standing.membership))
    several = len({standing.membership.provider for standing in proxies}) > 1
    return proxies if several else ()


def is_proxy(world: LawWorld, view: Snapshot, membership: Membership) -> bool:
    """Whether a membership was begun by somebody else, and the member has not ratified it."""
    return _by_proxy(membership.kind) and not has_ratified(world, view, membership)


def _by_proxy(kind: ConsentKind) -> bool:
    return kind is ConsentKind.PROXY


def _all_standings(world: LawWorld, view: Snapshot, person: str, matter: str) -> tuple[Standing, ...]:
    found = (_standing(world, view, membership, matter) for membership in _memberships(world, view, person))
    return tuple(sorted((standing for standing in found if standing), key=_age))


def _standing(world: LawWorld, view: Snapshot, membership: Membership, matter: str) -> Standing | None:
    bound = bound_edition(world, view, membership)
    return Standing(membership, bound) if bound and _reaches(membership, bound.rulebook, matter) else None


def _age(standing: Standing) -> tuple[date, int]:
    return standing.membership.since, standing.membership.entry


def _memberships(world: LawWorld, view: Snapshot, person: str) -> Iterable[Membership]:
    """Registered memberships; a provider is bound by the code it publishes."""
    yield from counted(world, view, person).kept
    if person in world.providers:
        book, end = world.in_force(person, view.anchor), view.end_of(person)
        if book and not (end and end <= view.anchor):
            yield Membership(0, person, person, book.in_force, (), ConsentKind.EXPRESS)


def _reaches(membership: Membership, rulebook: Rulebook, matter: str) -> bool:
    """Only the matters that the join names or the code says it governs."""
    if membership.matters:
        return covers(membership.matters, matter)
    return rulebook.governs is not None and covers(rulebook.governs, matter)


def home_law(world: LawWorld, view: Snapshot, person: str, matter: str) -> LawRef | None:
    """The law of the membership that a person called home for the matter, or else of the oldest that covers it."""
    return next(iter(laws_of(world, view, person, matter)), None)


def laws_of(world: LawWorld, view: Snapshot, person: str, matter: str) -> tuple[LawRef, ...]:
    """The laws of all memberships that cover the matter, the home law first, then by age."""
    return tuple(dict.fromkeys(standing.law for standing in standings(world, view, person, matter)))


def is_member(world: LawWorld, view: Snapshot, person: str, providers: Iterable[str], matter: str = "") -> bool:
    """Whether a person belongs to one of some providers at the anchor, for whatever matter.

    With `matter`, also whether a code that was left still binds the person for it.
    """
    return not codes_of(world, view, person, matter).isdisjoint(providers)


@kept_of_day
def codes_of(world: LawWorld, view: Snapshot, person: str, matter: str = "") -> frozenset[str]:
    """The providers to which a person belongs at the anchor, and those that still bind for a matter."""
    left = tailed(world, view, person, matter) if matter else ()
    running = _memberships(world, view, person)
    return frozenset((*(one.provider for one in running), *(one.membership.provider for one in left)))


@dataclass(frozen=True, slots=True)
class Between:
    """The two persons of a claim and what it is about; `person` is whose consents are read.

    `dispute` is empty where no consent of theirs is for one dispute alone.
    """

    person: str
    counterparty: str
    everyone: frozenset[str]
    roles: tuple[str, ...]
    matter: str
    issue: str
    dispute: str


@kept_of_day
def names_a_dispute(world: LawWorld, view: Snapshot, person: str) -> bool:  # noqa: ARG001
    """Whether a person accepts something in one dispute alone."""
    return any(entry.dispute is not None for entry in view.submissions(person))


@dataclass(frozen=True, slots=True)
class ConsentsFound:
    """The consent edges to laws and to forums, and what had to be left aside, as sentences."""

    laws: tuple[ConsentEdge, ...]
    forums: tuple[ConsentEdge, ...]
    aside: tuple[str, ...]
    conflicting: bool = False
    incapable: tuple[Incapable, ...] = ()


@kept_of_day
def direct_consents(world: LawWorld, view: Snapshot, between: Between) -> ConsentsFound:
    """Agreements and standing submissions of a person that cover the claim. Memberships are read by `standings`."""
    aside: list[str] = []
    unable: list[Incapable] = []
    agreed_laws, conflict = _prevailing(world, view, between, aside, unable, forum=False)
    agreed_forums, _ = _prevailing(world, view, between, aside, unable, forum=True)
    asked = [s for s in view.submissions(between.person) if _submission_covers(s, between)]
    why = {entry.entry: could_submit(world, view, entry) for entry in asked}
    unable += [one for one in why.values() if one]
    submissions = [entry for entry in asked if why[entry.entry] is None]
    laws = [*agreed_laws]
    for entry in submissions:
        law = law_named(world, entry, aside)
        if law:
            laws.append(ConsentEdge(COMMON_CONSENT, entry.entry, between.person, "submit", str(law), law))
    forums = [*agreed_forums] + [
        ConsentEdge(COMMON_CONSENT, entry.entry, between.person, "submit", entry.forum, entry.forum)
        for entry in submissions
        if entry.forum
    ]
    incapable = tuple(dict.fromkeys(unable))
    return ConsentsFound(tuple(sorted(laws)), tuple(sorted(forums)), tuple(dict.fromkeys(aside)), conflict, incapable)


def _submission_covers(entry: Submit, between: Between) -> bool:
    return (
        covers(entry.matters, between.matter)
        and covers(entry.issues, between.issue)
        and (not entry.as_roles or any(role in entry.as_roles for role in between.roles))
        and (not entry.towards or between.counterparty in entry.towards)
        and (entry.dispute is None or entry.dispute == between.dispute)
    )


def law_named(world: LawWorld, entry: Agree | Submit, aside: list[str]) -> LawRef | None:
    """The law a personal consent names. Without an edition it names one only if the publisher says which."""
    if entry.law is None:
        return None
    if entry.edition is not None:
        law = LawRef(entry.law, entry.edition)
        if law not in world.rulebooks:
            aside.append(f"entry {entry.entry} names {law}, which nobody published")
            return None
        return law
    book = world.in_force(entry.law, entry.effective)
    if book is not None and (book.open_references or len(world.published.editions(entry.law)) == 1):
        return book.law
    aside.append(
        f"entry {entry.entry} names {entry.law} without an edition, and {entry.law} does not say "
        "that references without edition mean the edition in force"
    )
    return None


def _prevailing(
    world: LawWorld, view: Snapshot, between: Between, aside: list[str], unable: list[Incapable], *, forum: bool
) -> tuple[list[ConsentEdge], bool]:
    """Of the agreements in each tier, the narrowest in scope, and of these the latest; unlike ones cancel out."""
    found: list[ConsentEdge] = []
    conflict = False
    pair = {between.person, between.counterparty}
    for tier, needed in ((AGREED_AFTER, between.everyone), (AGREED_BEFORE, frozenset(pair))):
        named: list[tuple[Agree, LawRef | str]] = []
        for entry in view.agreements_of(between.person, after=tier == AGREED_AFTER):
            in_scope = covers(entry.matters, between.matter) and covers(entry.issues, between.issue)
            if needed <= set(entry.parties) and in_scope:
                node = entry.forum if forum else law_named(world, entry, aside)
                why = could_agree(world, view, entry, needed) if node else ()
                unable += why
                if node and not why:
                    named.append((entry, node))
        best = _best_agreements(named)
        nodes = {node for _, node in best}
        if len(nodes) > 1:
            conflict = True
            aside.append(_at_odds([entry for entry, _ in best], "forums" if forum else "laws"))
            continue
        found += [ConsentEdge(tier, entry.entry, between.person, "agree", str(node), node) for entry, node in best]
    return found, conflict


def _at_odds(entries: list[Agree], what: str) -> str:
    """Agreements that cancel out, and why none of them prevails."""
    numbers = " and ".join(str(entry.entry) for entry in entries)
    alike = all(_inside(one, other) for one in entries for other in entries)
    scope = "one scope" if alike else "scopes that overlap, none within another"
    when = " by conduct" if all(map(_by_conduct, entries)) else " and date" if alike else ""
    return f"entries {numbers} choose different {what} with {scope}{when}"


def _best_agreements(named: list[tuple[Agree, LawRef | str]]) -> list[tuple[Agree, LawRef | str]]:
    """Those that no other agreement displaces: a narrower one, or a later one of the same scope."""
    return [(entry, node) for entry, node in named if not any(_displaces(other, entry) for other, _ in named)]


def _displaces(other: Agree, entry: Agree) -> bool:
    if other is entry:
        return False
    narrower = _inside(other, entry)
    wider = _inside(entry, other)
    if narrower and wider:
        # Of forms that were both accepted by conduct, the last one sent does not win.
        return other.effective > entry.effective and not (_by_conduct(other) and _by_conduct(entry))
    return narrower


def _by_conduct(entry: Agree) -> bool:
    return entry.kind is ConsentKind.CONDUCT


def _inside(inner: Agree, outer: Agree) -> bool:
    """Whether one agreement's scope lies within another's."""
    return _names_inside(inner.matters, outer.matters) and _names_inside(inner.issues, outer.issues)


def _names_inside(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    if not outer:
        return True
    return bool(inner) and all(covers(outer, name) for name in inner)
