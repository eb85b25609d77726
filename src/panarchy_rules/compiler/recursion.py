"""Check definitions that rest on themselves: definitions and their exceptions in, mistakes out.

A definition may rest on itself over a relation that is acyclic, or with a measure that falls, and never through `not`.
"""

from collections.abc import Iterator, Mapping

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.compiler.order_exceptions import find_circle
from panarchy_rules.rulebook.rulebook import Vocabulary
from panarchy_rules.syntax import tree as t

Graph = dict[str, dict[str, bool]]  # What each definition asks, and whether through a negation.
Exceptions = Mapping[str, tuple[t.RuleClause, ...]]


def check_recursion(
    definitions: Mapping[str, t.Definition], exceptions: Exceptions, vocabulary: Vocabulary
) -> list[Diagnostic]:
    """Every circle of definitions that nothing ends, or that goes through a negation."""
    graph: Graph = {name: {} for name in sorted(definitions)}
    for name, others in graph.items():
        for other, negated in _mentioned(definitions[name], exceptions.get(name, ())):
            if other in definitions:
                others[other] = others.get(other, False) or negated
    found = (_checked(circle, definitions, exceptions, vocabulary) for circle in _circles(graph))
    return [problem for problem in found if problem]


def _circles(graph: Graph) -> Iterator[Graph]:
    """The parts of a graph in which everything leads to everything, by their first name."""
    reached = {name: _reached(name, graph) for name in graph}
    seen: set[str] = set()
    for name in graph:
        part = {other for other in reached[name] if name in reached[other]}
        if name not in seen and part:
            seen |= part
            yield {one: {x: negated for x, negated in graph[one].items() if x in part} for one in sorted(part)}


def _reached(name: str, graph: Graph) -> set[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        new = graph[todo.pop()].keys() - found
        found |= new
        todo += new
    return found


def _way(circle: Graph, start: str, end: str) -> tuple[str, ...]:
    """A shortest way from one definition to another."""
    ways: list[tuple[str, ...]] = [(start,)]
    for way in ways:
        if way[-1] == end:
            return way
        ways += [(*way, other) for other in sorted(circle[way[-1]]) if not any(other in w for w in ways)]
    return (start, end)


def _checked(
    circle: Graph, definitions: Mapping[str, t.Definition], exceptions: Exceptions, vocabulary: Vocabulary
) -> Diagnostic | None:
    if not any(definitions[name].parameters for name in circle):
        path = find_circle(circle)
        message = "definitions go round in a circle: " + _walk(path)
        return _diagnostic("PR305", message, path, definitions, "write one of them out")
    negated = sorted((one, other) for one, others in circle.items() for other, through in others.items() if through)
    if negated:
        first, second = negated[0]
        path = (first, *_way(circle, second, first))
        message = f"`{first}` rests on itself through a negation or an exception: " + _walk(path)
        plain = f"eligible_{first}"
        help_ = f"write two definitions: `{plain}` without that condition, and `{first}`, which asks it and adds that"
        return _diagnostic("PR325", message, path, definitions, help_)
    if any(definitions[name].measure for name in circle) or _over_acyclic(circle, definitions, exceptions, vocabulary):
        return None
    path = find_circle(circle)
    message = f"`{path[0]}` rests on itself, and nothing says that this ends: " + _walk(path)
    help_ = "go on over a relation that is declared `acyclic`, or write `measure` and what falls each time"
    return _diagnostic("PR324", message, path, definitions, help_)


def _over_acyclic(
    circle: Graph, definitions: Mapping[str, t.Definition], exceptions: Exceptions, vocabulary: Vocabulary
) -> bool:
    """Whether a definition on the circle reads a relation that goes round in none."""
    read = {name for x in circle for name, _ in _mentioned(definitions[x], exceptions.get(x, ()))}
    return any(name in vocabulary.facts and vocabulary.facts[name].acyclic for name in read)


def _diagnostic(
    code: str, message: str, path: tuple[str, ...], definitions: Mapping[str, t.Definition], help_: str
) -> Diagnostic:
    spans = [definitions[name].span for name in path[:-1]]
    related = tuple(Label(span, "on the circle") for span in spans[1:])
    return Diagnostic(code, message, spans[0], help=help_, related=related)


def _walk(path: tuple[str, ...]) -> str:
    return " to ".join(f"`{name}`" for name in path)


def _mentioned(definition: t.Definition, exceptions: tuple[t.RuleClause, ...]) -> Iterator[tuple[str, bool]]:
    """Every name in a definition, and whether it stands under a negation; what an exception asks is negated by it."""
    yield from _names((definition.means, definition.when), False)
    for clause in exceptions:
        value = clause.conclusion.value if isinstance(clause.conclusion, t.Means) else None
        yield from _names((value,), False)
        yield from _names((clause.when,), True)


def names_in(root: object) -> frozenset[str]:
    """Every name that stands anywhere in an expression."""
    return frozenset(name for name, _ in _names(root, False))


def _names(root: object, negated: bool) -> Iterator[tuple[str, bool]]:
    todo: list[tuple[object, bool]] = [(root, negated)]
    while todo:
        node, under = todo.pop()
        match node:
            case t.Name(text):
                yield text, under
            case t.Phrase(text, places):
                yield text, under
                todo.append((places, under))
            case t.Not(part):
                todo.append((part, True))
            case t.Compare("<>", left, right):
                todo.append(((left, right), True))
            case t.Quantified(word, _, items, where, condition):
                todo += [(items, under), (condition, under or word == "no"), (where, under or word != "some")]
            case tuple():
                todo += [(part, under) for part in node]
            case _ if hasattr(node, "__dataclass_fields__"):
                todo += [(getattr(node, name), under) for name in node.__dataclass_fields__]
            case _:
                pass
