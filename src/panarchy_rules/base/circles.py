"""Find what leads back to itself: edges in, for every node the group of nodes it goes round with out."""

from collections.abc import Iterable


def rounds(edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each node the first name of those that it leads to and that lead back to it; its own if there are none."""
    onward: dict[str, list[str]] = {}
    back: dict[str, list[str]] = {}
    for start, end in sorted(set(edges)):
        onward.setdefault(start, []).append(end)
        onward.setdefault(end, [])
        back.setdefault(end, []).append(start)
    found: dict[str, str] = {}
    for start in reversed(_finished(onward)):
        group = _reached([start], back, found)
        found.update(dict.fromkeys(group, min(group, default=start)))
    return found


def _finished(onward: dict[str, list[str]]) -> list[str]:
    """The nodes in the order in which a walk in depth is done with them."""
    order: list[str] = []
    seen: set[str] = set()
    for start in onward:
        todo = [(start, False)]
        while todo:
            node, done = todo.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo += [(end, False) for end in onward[node] if end not in seen]
    return order


def _reached(todo: list[str], back: dict[str, list[str]], found: dict[str, str]) -> list[str]:
    """Everything from which one comes to a node, except what was found before."""
    seen: dict[str, None] = {}
    while todo:
        node = todo.pop()
        if node not in seen and node not in found:
            seen[node] = None
            todo += back.get(node, [])
    return list(seen)
