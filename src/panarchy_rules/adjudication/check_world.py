"""Check rulebooks and register against each other: a world in, what one names that the other lacks out."""

from collections.abc import Callable, Iterator
from typing import assert_never

from panarchy_rules.base.circles import rounds
from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.spans import whole_file
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import (
    Agree,
    Birth,
    End,
    Entry,
    Guardian,
    Join,
    Key,
    Leave,
    Ratify,
    Revoke,
    RevokeClause,
    RevokeKey,
    Submit,
)
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.rulebook import Accepts, Rule, Rulebook

Problem = Callable[..., Diagnostic]


def check_register(world: LawWorld) -> tuple[Diagnostic, ...]:
    """Entries that name a provider, law, edition, forum, clause, matter, issue or role nobody declared."""
    return in_order(d for entry in world.register.entries for d in _entry(world, entry))


def check_rulebooks(world: LawWorld) -> tuple[Diagnostic, ...]:
    """Clauses that can never lead anywhere, codes with members that do not say what they govern, forums of one name."""
    found = [d for book in world.rulebooks.values() for d in _rulebook(world, book)]
    return in_order([*found, *_forums(world), *_circles(world)])


def _entry(world: LawWorld, entry: Entry) -> Iterator[Diagnostic]:
    def problem(code: str, message: str, help: str = "") -> Diagnostic:
        return Diagnostic(code, f"entry {entry.entry}: {message}", world.register.span(entry.entry), help=help)

    def provider(name: str) -> Iterator[Diagnostic]:
        if name not in world.providers:
            help_ = did_you_mean(name, world.providers, f"published: {listed(world.providers)}")
            yield problem("PR503", f"nobody publishes a rulebook as `{name}`", help_)

    match entry:
        case Join() | Leave() | End():
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


def _rulebook(world: LawWorld, book: Rulebook) -> Iterator[Diagnostic]:
    joined = {entry.provider for entry in world.register.entries if isinstance(entry, Join) and not entry.matters}
    if book.governs is None and book.law.provider in joined:
        message = f"`{book.law.provider}` has members, and its code does not say what it governs"
        help_ = "write `governs contract` or `governs everything`; until then membership reaches nothing"
        yield Diagnostic("PR404", message, whole_file(book.path), help=help_)
    for rule in book.acceptances():
        yield from _acceptance(world, book, rule)


def _forums(world: LawWorld) -> Iterator[Diagnostic]:
    """A consent to a forum names it without its provider, so that its name must be that of one forum only."""
    publisher: dict[str, Rulebook] = {}
    for book in world.rulebooks.values():
        for name in book.forums:
            first = publisher.setdefault(name, book)
            if first.law.provider != book.law.provider:
                message = f"forum `{name}` is published by `{first.law.provider}` and by `{book.law.provider}`"
                help_ = f"give one another name, such as `{book.law.provider}_{name}`"
                yield Diagnostic("PR201", message, whole_file(book.path), help=help_)


def _circles(world: LawWorld) -> Iterator[Diagnostic]:
    """References to whole laws that may come back to where they started, and would only be reported then."""
    wholes = [
        (book.law.provider, terms.target.value.provider, rule, terms.reference)
        for book in world.rulebooks.values()
        for rule in book.acceptances()
        if isinstance(terms := rule.conclusion, Accepts) and terms.reference and terms.reference.renvoi != "single"
        if isinstance(terms.target, m.Literal) and isinstance(terms.target.value, LawRef)
    ]
    group = rounds((start, end) for start, end, _, _ in wholes)
    for start, end, rule, reference in wholes:
        if reference.on_cycle == "report" and start != end and group[start] == group[end]:
            message = f"the references of `{end}` may come back to `{start}`, and this clause then leads nowhere"
            help_ = "say what holds in a circle, such as `on cycle own` or `on cycle nothing`"
            yield Diagnostic("PR410", message, rule.span or whole_file(""), help=help_)


def _acceptance(world: LawWorld, book: Rulebook, rule: Rule) -> Iterator[Diagnostic]:
    terms = rule.conclusion
    assert isinstance(terms, Accepts)
    span = rule.span or whole_file(book.path)
    if isinstance(terms.target, str):
        published = world.published_forums(terms.target)
        if published and all(forum.openness == "closed" for forum in published):
            message = f"forum `{terms.target}` takes no cases by its own rules"
            yield Diagnostic("PR405", message, span, help="its provider would have to write `open to …`")
        return
    if isinstance(terms.target, m.Literal) and isinstance(terms.target.value, LawRef) and not terms.edition:
        provider = terms.target.value.provider
        accepted_on = max(book.in_force, terms.from_date or book.in_force)
        if not terms.as_amended and world.in_force(provider, accepted_on) is None:
            message = f"no edition of `{provider}` was in force on {accepted_on}, when this clause accepts it"
            yield Diagnostic("PR407", message, span, help="name an edition, or write `as amended`")
    if terms.reciprocal and not _mirrored(world, book, terms):
        message = "no other code accepts anything for this matter, so this reciprocal clause stays without effect"
        yield Diagnostic("PR406", message, span, help="ask the other side to declare the same clause")


def _mirrored(world: LawWorld, book: Rulebook, terms: Accepts) -> bool:
    """Whether some other provider has a law clause with an overlapping matter at all."""
    others = (b for b in world.rulebooks.values() if b.law.provider != book.law.provider)
    return any(
        isinstance(other.conclusion, Accepts)
        and not other.conclusion.is_forum
        and _overlap(terms.matters, other.conclusion.matters)
        for b in others
        for other in b.acceptances()
    )


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return True
    return any(a == b or a.startswith(b + ".") or b.startswith(a + ".") for a in one for b in other)
