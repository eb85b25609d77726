"""Check the rulebooks of a world against one another: laws in, what can never lead anywhere out."""

from collections.abc import Collection, Iterator
from datetime import date

from panarchy_rules.base.circles import rounds
from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.spans import whole_file
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.laws import Laws
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.rulebook import Accepts, Rule, Rulebook


def check_rulebooks(laws: Laws, joined: Collection[str] = ()) -> tuple[Diagnostic, ...]:
    """Clauses that can never lead anywhere, codes with members that do not say what they govern, forums of one name.

    `joined` are the providers whom somebody joined for all matters.
    """
    found = [d for book in laws.rulebooks.values() for d in _rulebook(laws, book, joined)]
    return in_order([*found, *_forums(laws), *_circles(laws)])


def _rulebook(laws: Laws, book: Rulebook, joined: Collection[str]) -> Iterator[Diagnostic]:
    if book.governs is None and book.law.provider in joined:
        message = f"`{book.law.provider}` has members, and its code does not say what it governs"
        help_ = "write `governs contract` or `governs everything`; until then membership reaches nothing"
        yield Diagnostic("PR404", message, whole_file(book.path), help=help_)
    for rule in book.written_acceptances():
        yield from _acceptance(laws, book, rule)


def _forums(laws: Laws) -> Iterator[Diagnostic]:
    """A consent to a forum names it without its provider, so that its name must be that of one forum only."""
    publisher: dict[str, Rulebook] = {}
    for book in laws.rulebooks.values():
        for name in book.forums:
            first = publisher.setdefault(name, book)
            if first.law.provider != book.law.provider:
                message = f"forum `{name}` is published by `{first.law.provider}` and by `{book.law.provider}`"
                help_ = f"give one another name, such as `{book.law.provider}_{name}`"
                yield Diagnostic("PR201", message, whole_file(book.path), help=help_)


def _circles(laws: Laws) -> Iterator[Diagnostic]:
    """References to whole laws that may come back to where they started, and would only be reported then."""
    wholes = [
        (book.law.provider, terms.target.value.provider, rule, terms.reference)
        for book in laws.rulebooks.values()
        for rule in book.written_acceptances()
        if isinstance(terms := rule.conclusion, Accepts) and terms.reference and terms.reference.renvoi != "single"
        if isinstance(terms.target, m.Literal) and isinstance(terms.target.value, LawRef)
    ]
    group = rounds((start, end) for start, end, _, _ in wholes)
    for start, end, rule, reference in wholes:
        if reference.on_cycle == "report" and start != end and group[start] == group[end]:
            message = f"the references of `{end}` may come back to `{start}`, and this clause then leads nowhere"
            help_ = "say what holds in a circle, such as `on cycle own` or `on cycle nothing`"
            yield Diagnostic("PR410", message, rule.span or whole_file(""), help=help_)


def _acceptance(laws: Laws, book: Rulebook, rule: Rule) -> Iterator[Diagnostic]:
    terms = rule.conclusion
    assert isinstance(terms, Accepts)
    span = rule.span or whole_file(book.path)
    if isinstance(terms.target, str):
        published = laws.published_forums(terms.target)
        if published and all(forum.openness == "closed" for forum in published):
            message = f"forum `{terms.target}` takes no cases by its own rules"
            yield Diagnostic("PR405", message, span, help="its provider would have to write `open to …`")
        return
    if isinstance(terms.target, m.Literal) and isinstance(terms.target.value, LawRef) and not terms.edition:
        provider = terms.target.value.provider
        accepted_on = max(book.in_force, terms.from_date or book.in_force)
        if not terms.as_amended and laws.in_force(provider, accepted_on) is None:
            message = f"no edition of `{provider}` was in force on {accepted_on}, when this clause accepts it"
            help_ = "name an edition, or write `as amended`"
            if accepted_on == date.min:
                message = f"`{book.law.provider}` was in force before any edition of `{provider}`, which it accepts"
                help_ = f"say from when it is, such as `this is edition 1 in force from 2026-01-01`; or {help_}"
            yield Diagnostic("PR407", message, span, help=help_)
    if terms.reciprocal and not _mirrored(laws, book, terms):
        message = "no other code accepts anything for this matter, so this reciprocal clause stays without effect"
        yield Diagnostic("PR406", message, span, help="ask the other side to declare the same clause")


def _mirrored(laws: Laws, book: Rulebook, terms: Accepts) -> bool:
    """Whether some other provider has a law clause with an overlapping matter at all."""
    others = (b for b in laws.rulebooks.values() if b.law.provider != book.law.provider)
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
