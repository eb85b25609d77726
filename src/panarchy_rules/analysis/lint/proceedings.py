"""Lint proceedings: rulebooks in, powers from which nothing follows and instances without an end out."""

from collections.abc import Iterator, Mapping

from panarchy_rules.analysis.lint.findings import Finding, finding, nodes
from panarchy_rules.base.circles import rounds
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m

_Power = tuple[r.Rule, r.Norm]


def lint_proceedings(books: tuple[r.Rulebook, ...]) -> Iterator[Finding]:
    """What is wrong with powers to do something."""
    followed = {act for book in books for act in _followed(book)}
    for book in books:
        powers = _powers(book)
        yield from _leads_nowhere(powers, followed)
        yield from _no_last_instance(book, powers)


def _powers(book: r.Rulebook) -> dict[str, list[_Power]]:
    """The rules that give a power, by the act that needs it."""
    found: dict[str, list[_Power]] = {}
    for rule in book.rules.values():
        if isinstance(rule.conclusion, r.Norm) and rule.conclusion.modality == "power":
            found.setdefault(rule.conclusion.act, []).append((rule, rule.conclusion))
    return found


def _leads_nowhere(powers: Mapping[str, list[_Power]], followed: set[str]) -> Iterator[Finding]:
    for act, rules in powers.items():
        span = rules[0][0].span
        if act not in followed and span is not None:
            message = f"`{rules[0][0].label}` gives the power to `{act}`, and nothing follows from that act"
            help_ = f"let a rule, a stage or another power read `{act}`, or strike the power"
            yield finding("PR939", message, span, help_)


def _followed(book: r.Rulebook) -> Iterator[str]:
    """Every act that something reads beside the powers to do it again."""
    for rule in book.rules.values():
        own = rule.conclusion.act if isinstance(rule.conclusion, r.Norm) else ""
        if _is_only_read(book, rule):
            continue
        yield from (act for act in _reads(book, rule) if act != own or _is_duty(rule))


def _is_only_read(book: r.Rulebook, rule: r.Rule) -> bool:
    """Whether a rule is a definition that only matters where something else reads it."""
    name = rule.question.name if isinstance(rule.question, r.Asking) else ""
    return name in book.rules and name not in book.stages


def _is_duty(rule: r.Rule) -> bool:
    return isinstance(rule.conclusion, r.Norm) and rule.conclusion.modality in ("must", "must_not")


def _reads(book: r.Rulebook, rule: r.Rule) -> set[str]:
    """The acts that a rule reads, itself, through answers and through duties that are breached."""
    found, seen, todo = set[str](), {rule.label}, [rule]
    while todo:
        one = todo.pop()
        for node in nodes((one.condition, one.conclusion, one.each, one.measure)):
            further: list[r.Rule] = []
            if isinstance(node, m.ActsOf):
                found.add(node.act)
            elif isinstance(node, m.Answer):
                further = _on(book, node.question)
            elif isinstance(node, m.Breached):
                norm = book.rules[node.rule].conclusion
                found |= {norm.act} if isinstance(norm, r.Norm) else set()
                further = [book.rules[node.rule]]
            new = [other for other in further if other.label not in seen]
            seen |= {other.label for other in new}
            todo += new
    return found


def _on(book: r.Rulebook, question: str) -> list[r.Rule]:
    """Every rule on a question, and every exception to it."""
    return [
        rule for rule in book.rules.values() if isinstance(rule.question, r.Asking) and rule.question.name == question
    ]


def _no_last_instance(book: r.Rulebook, powers: Mapping[str, list[_Power]]) -> Iterator[Finding]:
    """Acts that may follow each other for ever: each needs the other, and none of them looks at itself."""
    reads = {act: [_reads(book, rule) for rule, _ in rules] for act, rules in powers.items()}
    endless = {
        act
        for act, rules in powers.items()
        if any(act not in read and not _ends(norm) for read, (_, norm) in zip(reads[act], rules, strict=True))
    }
    edges = [
        (before, act) for act in sorted(endless) for read in reads[act] for before in sorted(read & endless - {act})
    ]
    groups: dict[str, list[str]] = {}
    for act, first in rounds(edges).items():
        groups.setdefault(first, []).append(act)
    for first, acts in sorted(groups.items()):
        span = powers[first][0][0].span
        if len(acts) > 1 and span is not None:
            listed = " and ".join(f"`{act}`" for act in sorted(acts))
            message = f"{listed} may follow each other for ever, so that no instance is the last"
            help_ = f"let one of the powers end, as in `when number of (x in {first}) < 2`"
            yield finding("PR940", message, span, help_)


def _ends(norm: r.Norm) -> bool:
    """Whether a power ends on a day that no act moves."""
    terms = list(nodes(norm.deadline)) if norm.deadline is not None else []
    return bool(terms) and not any(isinstance(node, m.ActsOf | m.Answer) for node in terms)
