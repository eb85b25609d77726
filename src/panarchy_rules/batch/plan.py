"""Plan how a table is decided: a world and a map in, the columns that are read and the laws that may be asked out."""

from collections.abc import Mapping
from dataclasses import field

from panarchy_rules.backends.kernel.write_batch import TableColumn
from panarchy_rules.backends.lowered.facts import Columns, FactColumn, Name
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.batch.cells import ABSENT, UNKNOWN
from panarchy_rules.batch.consents import Claim, Consents
from panarchy_rules.batch.engine import Case, Cases, Rules
from panarchy_rules.batch.members import with_members
from panarchy_rules.batch.questions import PARTIES, Asked, asked_of, obligations
from panarchy_rules.batch.sources import Source, sources
from panarchy_rules.casefile.table_map import ColumnCell, TableMap
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.kinds import PERSON, Kind
from panarchy_rules.rulebook.rulebook import Owing, Rulebook

Slot = tuple[str, str, str]
"""An obligation: bearer, counterparty and head."""
CLOCK = {"today": "today", "filed": "filing"}


@dataclass(slots=True)
class Issue:
    """One issue of all rows: how its law is found, which questions it may raise, and the cases met so far.

    `laws` are the laws met so far; `asked` has for each what it is asked. `cases` are the laws asked, by slot.
    """

    name: str
    consents: Consents
    slots: tuple[Slot, ...]
    laws: list[Rulebook] = field(default_factory=list)
    asked: list[Mapping[Slot, Asked]] = field(default_factory=list)
    cases: dict[Slot, Cases] = field(default_factory=dict)
    case_of: dict[Slot, list[int]] = field(default_factory=dict)  # By law: its case, -1 for none, -2 for ask.
    places: dict[LawRef, int] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """Everything that is the same for all rows."""

    world: LawWorld
    mapped: TableMap
    sources: tuple[Source, ...]
    others: frozenset[str]
    columns: Columns
    issues: tuple[Issue, ...]
    rules: Rules = field(default_factory=Rules)
    codes: list[str] = field(default_factory=list)  # Codes of no decision, of all laws.

    def code(self, code: str) -> int:
        """The place of a code of no decision."""
        if code not in self.codes:
            self.codes.append(code)
        return self.codes.index(code)

    @property
    def held(self) -> tuple[Source, ...]:
        """The facts that the kernel can hold."""
        return tuple(source for source in self.sources if source.numbers is not None)

    @property
    def table(self) -> Mapping[str, TableColumn]:
        """How the kernel finds its facts in arrays."""
        found = {clock: TableColumn(clock) for clock in self.columns.clock}
        for source in self.held:
            assert source.numbers is not None
            for name, held in source.numbers.numbers(source.label):
                found[name] = TableColumn(
                    name, ABSENT if held.may_be_absent else None, UNKNOWN if held.may_be_unknown else None
                )
        return found

    @property
    def is_plain(self) -> bool:
        """Whether the rows are claims between two persons in the two roles that consents are about."""
        return set(self.mapped.parties) == PARTIES

    def law(self, issue: Issue, claim: Claim, provider: str) -> int | None:
        """The place of a provider's law among those of an issue; None if it does more than answer questions."""
        book = issue.consents.law(claim, provider)
        if book is None:
            return None
        if book.law not in issue.places:
            issue.places[book.law] = len(issue.laws)
            issue.laws.append(book)
            self._ask(issue, book)
        return issue.places[book.law]

    def _ask(self, issue: Issue, book: Rulebook) -> None:
        found = asked_of(self.world, book, issue.name, self.mapped.dispute.issues, self.columns, self.others)
        by_slot = {slot_of(asked.question): asked for asked in found}
        issue.asked.append(by_slot)
        for slot in issue.slots:
            asked = by_slot.get(slot)
            if asked is None or asked.program is None:
                issue.case_of[slot].append(-1 if asked is None else -2)
            else:
                issue.case_of[slot].append(len(issue.cases[slot].all))
                issue.cases[slot].all.append(Case(book, asked.question, asked.program))


def slot_of(question: Owing) -> Slot:
    """The obligation a question is about."""
    return question.bearer, question.counterparty, question.head


def plan(world: LawWorld, mapped: TableMap) -> Plan:
    """The plan for a table. Raises Refused if the map does not fit the world."""
    world = with_members(world, mapped)
    found, others = sources(world, mapped)
    held: dict[Name, FactColumn] = {source.key: source.numbers for source in found if source.numbers is not None}
    clock = frozenset(CLOCK[name] for name in CLOCK if getattr(mapped.dispute, name) is not None)
    columns = Columns(held, frozenset(mapped.parties), clock, _persons(mapped, world))
    others |= {source.declared.name for source in found if source.numbers is None}
    issues = tuple(_issue(world, mapped, name) for name in mapped.dispute.issues)
    return Plan(world, mapped, found, others, columns, issues)


def _persons(mapped: TableMap, world: LawWorld) -> tuple[str, ...]:
    """All persons of every row, by role; none, if the facts may name others."""
    stated = [world.vocabulary.facts[name] for name in mapped.facts if name in world.vocabulary.facts]
    if any(one.places and not one.of_party for one in stated) or any(_names_persons(one.kind) for one in stated):
        return ()
    return tuple(sorted(mapped.parties))


def _names_persons(kind: Kind) -> bool:
    inside = [one for _, one in kind.fields] + ([kind.item] if kind.item else [])
    return kind == PERSON or any(_names_persons(one) for one in inside)


def _issue(world: LawWorld, mapped: TableMap, name: str) -> Issue:
    consents = Consents(world, name, mapped.dispute.forum, _all_unknown(mapped.facts))
    slots = tuple(obligations(world, name, mapped.dispute.issues))
    made = Issue(name, consents, slots)
    made.cases.update({slot: Cases((name, *slot)) for slot in slots})
    made.case_of.update({slot: [] for slot in slots})
    return made


def _all_unknown(given: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, one in given.items():
        if isinstance(one, ColumnCell):
            found[name] = "unknown"
        elif isinstance(one, Mapping):
            found[name] = _all_unknown(one)
        else:
            found[name] = one
    return found
