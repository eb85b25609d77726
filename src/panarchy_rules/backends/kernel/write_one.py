"""Write the function that decides one row: a program in, source of `decide(row)` out.

It branches on one condition after the other and computes what is left: the first exception that holds ends it.
Where that would write too much, the rest of the program is computed straight on.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from panarchy_rules.backends.kernel.row_forms import PlainRow, RowForm
from panarchy_rules.backends.kernel.source import Writer
from panarchy_rules.backends.lowered.program import Program

_JOINED = ("true", "false", "and", "or", "not")
MOST_LEAVES = 48  # Ways through a function before the rest is written straight on.


Returned = Callable[[str, str, str, str], str]


def returned(status: str, says: str, value: str, mask: str) -> str:
    """The decision as it is."""
    return f"{status}, {says}, {value}, {mask}"


def write_one(program: Program, form: RowForm | None = None, result: Returned = returned) -> str:
    """The source of `decide(row)`."""
    writing = _Writing(program, form or PlainRow(), result)
    writing.block(program.outputs, {}, "    ", set())
    return "\n".join(["def decide(row):", *writing.lines]) + "\n"


class _Writing:
    def __init__(self, program: Program, form: RowForm, result: Returned) -> None:
        self.graph = program.graph
        self.form = form
        self.result = result
        self.lines: list[str] = []
        self.leaves = 0

    def block(self, outputs: tuple[int, ...], named: Mapping[int, str], indent: str, excluded: set[int]) -> None:
        """Branch on the first condition, or return."""
        condition = None if self.leaves >= MOST_LEAVES else self._first(outputs)
        if condition is None:
            self.leaves += 1
            self._return(outputs, named, indent)
            return
        writer = self._writer(indent)
        named = {**named, **self._read_once(condition, outputs, named, indent)}
        (text,) = writer.write([condition], named)
        named = writer.names
        self.lines += [*writer.lines, f"{indent}if {text}:"]
        for holds, deeper in ((True, "    "), (False, "")):
            left = self.graph.replaced(outputs, self._assuming(condition, holds, outputs, excluded))
            self.block(left, named, indent + deeper, excluded if holds else {*excluded, condition})

    def _read_once(
        self, condition: int, outputs: tuple[int, ...], named: Mapping[int, str], indent: str
    ) -> dict[int, str]:
        """Names for the facts that a condition reads and that are read again later, after lines that read them."""
        graph = self.graph
        reachable = graph.reachable(outputs)
        uses = Counter(x for number in reachable for x in graph.arguments(number))
        found = {}
        for number in graph.reachable([condition]):
            if graph.nodes[number][0] == "input" and number not in named and uses[number] > 1:
                found[number] = f"x{number}"
                self.lines.append(f"{indent}x{number} = {self.form.leaf(graph.nodes[number])}")
        return found

    def _writer(self, indent: str) -> Writer:
        return Writer(self.graph, self.form.leaf, indent=indent, truth=self.form.truth)

    def _return(self, outputs: tuple[int, ...], named: Mapping[int, str], indent: str) -> None:
        writer = self._writer(indent)
        status, says, value, mask = writer.write(outputs, named)
        self.lines += [*writer.lines, f"{indent}return {self.result(status, says, value, mask)}"]

    def _first(self, outputs: tuple[int, ...]) -> int | None:
        """The condition that is met first on the way into the outputs and consists of no others."""
        status, says, *others = outputs
        for output in (says, status, *others):
            seen: set[int] = set()
            todo = [output]
            while todo:
                number = todo.pop()
                if number in seen:
                    continue
                seen.add(number)
                if self._is_single(number):
                    inside = [x for x in self.graph.reachable([number]) if self._is_single(x)]
                    return inside[0]
                todo += reversed(self.graph.arguments(number))
        return None

    def _is_single(self, number: int) -> bool:
        return self.graph.is_truth(number) and self.graph.nodes[number][0] not in _JOINED

    def _assuming(self, condition: int, holds: bool, outputs: tuple[int, ...], excluded: set[int]) -> dict[int, int]:
        """What is known once a condition is; a number that equals one constant equals no other."""
        graph = self.graph
        known = {condition: graph.truth(holds), graph.not_(condition): graph.truth(not holds)}
        node = graph.nodes[condition]
        if node[0] != "eq" or graph.value(node[2]) is None:
            return known
        alike = [x for x in graph.reachable(outputs) if self._same_number(x, condition)]
        if holds:
            known.update(dict.fromkeys(alike, graph.false))
        elif len(alike) == 1 and self._are_all_words([*excluded, condition, *alike], node[1]):
            known[alike[0]] = graph.true
        return known

    def _same_number(self, number: int, condition: int) -> bool:
        """Whether a node compares the number that a condition compares with another constant."""
        node = self.graph.nodes[number]
        is_other = number != condition and node[0] == "eq" and node[1] == self.graph.nodes[condition][1]
        return is_other and self.graph.value(node[2]) is not None

    def _are_all_words(self, conditions: Sequence[int], number: int) -> bool:
        """Whether some conditions are about every place of a list of words."""
        node = self.graph.nodes[number]
        words = self.graph.words.get(node[1]) if node[0] == "input" else None
        places = {self.graph.nodes[x][2] for x in conditions if self.graph.nodes[x][:2] == ("eq", number)}
        return words is not None and len(places) == words
