"""Read a file of cases: the bytes of a JSON file in, cases with their facts and expectations and diagnostics out.

The file is a table with a list `cases`, that list alone, one case with `facts`, or the facts of one case alone.
Keys that nothing here speaks of are passed over, so that a file may say more of its cases.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field

from panarchy_rules.base.boundary import Where, kind_of
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.documents import Unreadable, decode
from panarchy_rules.base.places import Places, json_places, nearest_place
from panarchy_rules.base.read_json import read_json_value
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import LineIndex, Span, whole_file

MOST_BYTES = 1 << 24
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """What a case expects. None: it says nothing of it. An overlay is a law, with the rule if the case names one.

    `question` is the one that the case is about.
    """

    law: str | None = None
    says_law: bool = False
    rules: tuple[str, ...] | None = None
    overlays: tuple[tuple[str, str], ...] | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Facts as an author wrote them, and what should come out. `where` is the place of the facts in the file."""

    id: str
    facts: Mapping[str, object]
    expected: ExpectedFinding | None = None
    where: Where = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one file, in a list or one alone, with the text to show where something stands."""

    path: str
    text: str
    cases: tuple[Case, ...] = ()
    is_list: bool = True
    _places: list[Places] = field(default_factory=list, repr=False, compare=False)

    def place(self, where: Where) -> Span:
        """Where a value of the file stands."""
        if not self._places:
            self._places.append(json_places(self.text))
        return LineIndex(self.path, self.text).span(*nearest_place(self._places[0], where))


def read_cases(path: str, data: bytes) -> tuple[CaseFile, tuple[Diagnostic, ...]]:
    """The cases that could be read, and what is wrong with the others. Never fails."""
    if len(data) > MOST_BYTES:
        message = f"the file has {len(data)} bytes; at most {MOST_BYTES} are read"
        return CaseFile(path, ""), (Diagnostic("PR431", message, whole_file(path), help="split the file"),)
    text = decode(data)
    if isinstance(text, Unreadable):
        return CaseFile(path, ""), (Diagnostic("PR101", text.message, whole_file(path), help=text.help),)
    read = read_json_value(text, _DEEPEST)
    if not isinstance(read, Mapping | list | Unreadable):
        read = Unreadable("a list of cases, or a table with it, was expected here", 'write `{"cases": [{"facts": …}]}`')
    if isinstance(read, Unreadable):
        offset = min(read.offset, len(text))
        span = LineIndex(path, text).span(offset, offset + 1)
        return CaseFile(path, text), (Diagnostic("PR431", read.message, span, help=read.help),)
    reader = _Reader(CaseFile(path, text))
    cases = tuple(reader.listed(read, ()) if isinstance(read, list) else reader.cases(read))
    return CaseFile(path, text, cases, isinstance(read, list) or "cases" in read), tuple(reader.problems)


class _Reader:
    """Reads the cases of one file."""

    def __init__(self, file: CaseFile) -> None:
        self.file = file
        self.problems: list[Diagnostic] = []
        self.seen: set[str] = set()

    def report(self, message: str, where: Where, help: str = "") -> None:
        self.problems.append(Diagnostic("PR431", message, self.file.place(where), help=help))

    def cases(self, table: Mapping[str, object]) -> Iterator[Case]:
        if "cases" not in table:
            alone = self._case(table, (), 0) if "facts" in table else Case("case 1", table)
            yield from [alone] if alone else []
            return
        listed = table["cases"]
        if not isinstance(listed, list):
            self.report(f"`cases` must be a list, not {kind_of(listed)}", ("cases",), 'write `"cases": [{"facts": …}]`')
            return
        yield from self.listed(listed, ("cases",))

    def listed(self, cases: list[object], inside: Where) -> Iterator[Case]:
        """The cases of a list."""
        for number, one in enumerate(cases):
            where: Where = (*inside, number)
            if not isinstance(one, Mapping):
                self.report(f"a case must be a table, not {kind_of(one)}", where, 'write `{"facts": {…}}`')
            elif case := self._case(one, where, number):
                yield case

    def _case(self, table: Mapping[str, object], where: Where, number: int) -> Case | None:
        name = table.get("id")
        name = str(name) if isinstance(name, str | int) and name != "" else f"case {number + 1}"
        if name in self.seen:
            self.report(f"two cases have the id `{name}`", (*where, "id"), "rename one")
        self.seen.add(name)
        facts = table.get("facts")
        if not isinstance(facts, Mapping):
            what = "has no `facts`" if "facts" not in table else f"has {kind_of(facts)} as its `facts`"
            self.report(f"the case `{name}` {what}", where, 'facts are a table: `"facts": {"place": "A"}`')
            return None
        expected = table.get("expected")
        if expected is not None and not isinstance(expected, Mapping):
            message = f"`expected` must be a table, not {kind_of(expected)}"
            self.report(message, (*where, "expected"), 'write `{"law": "A", "rule": "4(1)", "overlays": []}`')
            return None
        made = self._expected(expected, (*where, "expected")) if expected is not None else None
        return Case(name, facts, made, (*where, "facts"))

    def _expected(self, table: Mapping[str, object], where: Where) -> ExpectedFinding:
        law = table.get("law")
        if law is not None and not isinstance(law, str):
            self.report(f"`law` must be text, not {kind_of(law)}", (*where, "law"), "write the name of a law")
        question = table.get("question")
        if question is not None and not isinstance(question, str):
            self.report(f"`question` must be text, not {kind_of(question)}", (*where, "question"), "write its name")
        rule = table.get("rule")
        overlays = table.get("overlays")
        return ExpectedFinding(
            law if isinstance(law, str) else None,
            "law" in table,
            None if rule is None else self._texts(rule, (*where, "rule")),
            None if overlays is None else tuple(self._overlays(overlays, (*where, "overlays"))),
            question if isinstance(question, str) else None,
        )

    def _texts(self, value: object, where: Where) -> tuple[str, ...]:
        listed = value if isinstance(value, list) else [value]
        for item in listed:
            if not isinstance(item, str):
                self.report(f"a rule is named by text, not {kind_of(item)}", where, 'write it as `"4(1)(a)"`')
        return tuple(item for item in listed if isinstance(item, str))

    def _overlays(self, value: object, where: Where) -> Iterator[tuple[str, str]]:
        for item in value if isinstance(value, list) else [value]:
            match item:
                case str():
                    yield item, ""
                case {"law": str(law), "rule": str(rule)}:
                    yield law, rule
                case {"law": str(law)}:
                    yield law, ""
                case _:
                    help_ = 'write laws, as in `["FR"]`'
                    self.report(f"an overlay is named by its law, not by {kind_of(item)}", where, help_)
