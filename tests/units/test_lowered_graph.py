from itertools import product
from random import Random

from panarchy_rules.backends.lowered.graph import Graph


def test_two_denials_of_the_same_in_another_order_are_one_denial() -> None:
    """Neither follows from the other so that both could be left out."""
    graph = Graph()
    a, b = graph.holds("a"), graph.holds("b")

    both = graph.and_(graph.not_(graph.and_(a, b)), graph.not_(graph.and_(b, a)))

    assert both != graph.true
    assert [_value(graph, both, {"a": x, "b": y}) for x, y in product((False, True), repeat=2)] == [
        True,
        True,
        True,
        False,
    ]


def test_what_is_simplified_means_the_same() -> None:
    """Random conditions over a few truths and one word, against Python's own `and`, `or` and `not`."""
    for seed in range(1500):
        random, graph = Random(seed), Graph()
        word = graph.input("word", 3, 0)
        atoms = [graph.holds(name) for name in "abcd"] + [graph.eq(word, graph.const(n)) for n in range(3)]
        readings = [lambda f, n=n: f[n] for n in "abcd"] + [lambda f, n=n: f["word"] == n for n in range(3)]
        made = list(zip(atoms, readings, strict=True))
        for _ in range(14):
            made.append(_joined(graph, random, made))
        for values in product((False, True), repeat=4):
            for place in range(3):
                facts = dict(zip("abcd", values, strict=True)) | {"word": place}
                for node, reading in made:
                    assert _value(graph, node, facts) == reading(facts), seed


def _joined(graph, random, made):  # type: ignore[no-untyped-def]
    parts = random.sample(made, random.choice((2, 2, 3)))
    nodes, readings = zip(*parts, strict=True)
    match random.choice(("and", "or", "not", "select")):
        case "and":
            return graph.and_(*nodes), lambda f: all(r(f) for r in readings)
        case "or":
            return graph.or_(*nodes), lambda f: any(r(f) for r in readings)
        case "not":
            return graph.not_(nodes[0]), lambda f: not readings[0](f)
        case _:
            (c, a, b), (p, q, r) = (*nodes, nodes[0])[:3], (*readings, readings[0])[:3]
            return graph.select(c, a, b), lambda f: q(f) if p(f) else r(f)


def _value(graph: Graph, number: int, facts: dict[str, int]) -> object:
    node = graph.nodes[number]
    parts = [_value(graph, x, facts) for x in graph.arguments(number)]
    match node[0]:
        case "true" | "false":
            return node[0] == "true"
        case "const":
            return node[1]
        case "holds" | "input":
            return facts[node[1]]
        case "and":
            return all(parts)
        case "or":
            return any(parts)
        case "not":
            return not parts[0]
        case "eq":
            return parts[0] == parts[1]
        case "le":
            return parts[0] <= parts[1]  # type: ignore[operator]
        case "lt":
            return parts[0] < parts[1]  # type: ignore[operator]
        case other:
            raise AssertionError(other)
