"""Check what the challenges of a dispute name: a world and a dispute in, mistakes out."""

from collections.abc import Iterator
from typing import NamedTuple

from panarchy_rules.adjudication.challenged import node_of
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.casefile.challenge import Challenge
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register.register import persons_in

CONSENTS = ("join", "leave", "agree", "submit", "revoke", "ratify")


class Named(NamedTuple):
    """A mistake about one name: its code, a sentence, the name, and the way out."""

    code: str
    message: str
    name: str
    help: str


def misnamed(world: LawWorld, dispute: Dispute, parties: tuple[str, ...]) -> Iterator[Named]:
    """Every name that is none of a party, a consent, a law or a forum."""
    for one in dispute.challenges:
        for person in (one.by, one.whose):
            if person not in parties:
                help_ = did_you_mean(person, parties, f"its parties: {listed(parties)}")
                yield Named("PR355", f"`{person}` is no party of this dispute", person, help_)
        yield from _entry(world, one, parties) if one.entry else _target(world, one)
        if one.found_by and one.found_by not in world.forums:
            help_ = did_you_mean(one.found_by, world.forums, f"published: {listed(world.forums)}")
            yield Named("PR607", f"there is no forum `{one.found_by}`", one.found_by, help_)


def _entry(world: LawWorld, one: Challenge, parties: tuple[str, ...]) -> Iterator[Named]:
    entry = next((e for e in world.register.entries if e.entry == one.entry), None)
    if entry is None:
        count = len(world.register.entries)
        yield Named("PR354", f"the register has no entry {one.entry}", "entry", f"its entries are 1 to {count}")
    elif entry.act not in CONSENTS or not set(persons_in(entry)) & set(parties):
        help_ = "contest an act in which a party consents to something, or takes a consent back"
        yield Named("PR354", f"entry {one.entry} is no consent of a party", "entry", help_)


def _target(world: LawWorld, one: Challenge) -> Iterator[Named]:
    known = (*map(str, world.rulebooks), *world.forums)
    if one.to and node_of(one.to) not in (*world.rulebooks, *world.forums):
        help_ = did_you_mean(one.to, known, f"laws and forums: {listed(known)}")
        yield Named("PR354", f"there is no law or forum `{one.to}`", one.to, help_)
