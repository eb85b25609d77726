"""Check the register against the laws: a world in, what an entry names that nobody declared out."""

from collections.abc import Callable, Iterator
from typing import assert_never

from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import (
    Agree,
    Birth,
    End,
    Entry,
    Guardian,
    Home,
    Join,
    Key,
    Leave,
    Ratify,
    Register,
    Revoke,
    RevokeClause,
    RevokeKey,
    Submit,
)

Problem = Callable[..., Diagnostic]


def check_register(world: LawWorld) -> tuple[Diagnostic, ...]:
    """Entries that name a provider, law, edition, forum, clause, matter, issue or role nobody declared."""
    return in_order(d for entry in world.register.entries for d in _entry(world, entry))


def joined(register: Register) -> frozenset[str]:
    """The providers whom somebody joined for all matters."""
    return frozenset(one.provider for one in register.entries if isinstance(one, Join) and not one.matters)


def _entry(world: LawWorld, entry: Entry) -> Iterator[Diagnostic]:
    def problem(code: str, message: str, help: str = "") -> Diagnostic:
        return Diagnostic(code, f"entry {entry.entry}: {message}", world.register.span(entry.entry), help=help)

    def provider(name: str) -> Iterator[Diagnostic]:
        if name not in world.providers:
            help_ = did_you_mean(name, world.providers, f"published: {listed(world.providers)}")
            yield problem("PR503", f"nobody publishes a rulebook as `{name}`", help_)

    match entry:
        case Join() | Leave() | Home() | End():
            yield from provider(entry.provider)
        case Ratify():
            yield from provider(entry.provider)
            yield from _edition(world, problem, entry.provider, entry.edition)
        case Agree() | Submit():
            if entry.law is not None:
                yield from provider(entry.law)
                if entry.edition is not None:
                    yield from _edition(world, problem, entry.law, entry.edition)
                elif entry.law in world.providers:
                    yield from _no_edition(world, problem, entry)
            if entry.forum is not None and entry.forum not in world.forums:
                help_ = did_you_mean(entry.forum, world.forums, f"published: {listed(world.forums)}")
                yield problem("PR503", f"nobody publishes a forum `{entry.forum}`", help_)
        case RevokeClause():
            yield from provider(entry.provider)
            yield from _clause(world, problem, entry)
        case Key() | RevokeKey():
            if entry.provider is not None:
                yield from provider(entry.provider)
        case Revoke() | Birth() | Guardian():
            pass
        case _:
            assert_never(entry)
    yield from _scope(world, problem, entry)


def _edition(world: LawWorld, problem: Problem, provider: str, edition: str) -> Iterator[Diagnostic]:
    if provider in world.providers and LawRef(provider, edition) not in world.rulebooks:
        known = listed(book.law.edition for book in world.editions(provider))
        yield problem("PR503", f"`{provider}` has no edition {edition}", f"published: {known}")


def _no_edition(world: LawWorld, problem: Problem, entry: Agree | Submit) -> Iterator[Diagnostic]:
    assert entry.law is not None
    book = world.in_force(entry.law, entry.effective)
    if len(world.editions(entry.law)) > 1 and (book is None or not book.open_references):
        message = f"`{entry.law}` is named without an edition, so this leads to no law"
        help_ = f"name the edition, or let `{entry.law}` say `references without edition mean the edition in force`"
        yield problem("PR506", message, help_)


def _clause(world: LawWorld, problem: Problem, entry: RevokeClause) -> Iterator[Diagnostic]:
    labels = {rule.label for book in world.editions(entry.provider) for rule in (*book.acceptances(), *book.respects())}
    if entry.provider in world.providers and entry.clause not in labels:
        help_ = did_you_mean(entry.clause, labels, f"its acceptance clauses: {listed(labels)}" if labels else "")
        yield problem("PR504", f"`{entry.provider}` has no acceptance clause `{entry.clause}`", help_)


def _scope(world: LawWorld, problem: Problem, entry: Entry) -> Iterator[Diagnostic]:
    words = world.vocabulary
    for field, what, known in (
        ("matters", "matter", words.matters),
        ("issues", "issue", words.issues),
        ("as_roles", "role", words.roles),
    ):
        for name in getattr(entry, field, ()):
            if name not in known:
                help_ = did_you_mean(name, known, f"declared: {listed(known)}")
                yield problem("PR503", f"there is no {what} `{name}`", help_)
