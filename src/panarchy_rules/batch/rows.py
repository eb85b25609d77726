"""Make one row of a table a dispute: a map and a row in, the dispute out, or why the row is set aside."""

from collections.abc import Mapping

from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.base.suggestions import did_you_mean
from panarchy_rules.batch.cells import Missing, stated
from panarchy_rules.batch.members import member_name
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.loading import as_model
from panarchy_rules.casefile.table_map import ColumnCell, MemberCell, TableMap
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.kinds import TEXT


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is no dispute of this world: the column to blame if there is one, and why, with its code."""

    column: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class _Wrong(Exception):
    """A row that is no dispute, and why."""

    aside: SetAside


def dispute_of(world: LawWorld, mapped: TableMap, row: Mapping[str, object], number: int) -> Dispute | SetAside:
    """The dispute in a row, as if somebody had filed it; checked against the world."""
    try:
        table = _table(world, mapped, row, number)
    except _Wrong as wrong:
        return wrong.aside
    dispute, wrong_parts = as_model(table, Dispute)
    if dispute is None:
        first = wrong_parts[0]
        column = _column_of(mapped, [str(part) for part in first.where])
        return SetAside(column, first.code or "PR600", first.message)
    found = prepare(world, dispute, places=_places(mapped, row)).diagnostics
    return _aside(found[0]) if found else dispute


def _aside(found: Diagnostic) -> SetAside:
    return SetAside(found.span.path if found.span.line == 0 else "", found.code, found.message)


def _table(world: LawWorld, mapped: TableMap, row: Mapping[str, object], number: int) -> dict[str, object]:
    dispute = mapped.dispute
    table: dict[str, object] = {"id": f"row_{number}", "issues": list(dispute.issues)}
    for name in ("matter", "anchor", "filed", "today", "forum"):
        value = _plain(getattr(dispute, name), row)
        if value is not None:
            table[name] = value
    table["parties"] = {role: _party(world, role, party, row) for role, party in mapped.parties.items()}
    facts = {name: _fact(world, name, given, row) for name, given in mapped.facts.items()}
    return {**table, "facts": facts}


def _plain(given: object, row: Mapping[str, object]) -> object:
    if not isinstance(given, ColumnCell):
        return given
    value = row.get(given.column)
    if value is None:
        raise _Wrong(_empty(given.column))
    return stated(value, given, TEXT)


def _empty(column: str) -> SetAside:
    return SetAside(column, "PR714", f"{quoted(column)} is empty in this row")


def _party(world: LawWorld, role: str, given: object, row: Mapping[str, object]) -> object:
    if not isinstance(given, MemberCell):
        return _plain(given, row)
    value = row.get(given.member_of)
    if value is None:
        raise _Wrong(_empty(given.member_of))
    provider = provider_in(value, given)
    if provider not in world.providers:
        help_ = did_you_mean(str(provider), world.providers)
        words = f"there is no provider {quoted(provider)}" + (f"; {help_}" if help_ else "")
        raise _Wrong(SetAside(given.member_of, "PR607", words))
    return member_name(role, str(provider))


def provider_in(value: object, cell: MemberCell) -> object:
    """The provider that a cell names."""
    if cell.words and isinstance(value, int) and 0 <= value < len(cell.words):
        return cell.words[value]
    return value


def _fact(world: LawWorld, name: str, given: object, row: Mapping[str, object]) -> object:
    if isinstance(given, Mapping):
        return {key: _fact(world, name, inside, row) for key, inside in given.items()}
    if not isinstance(given, ColumnCell):
        return given
    declared = world.vocabulary.facts.get(name)
    try:
        return stated(row.get(given.column), given, declared.kind if declared else TEXT)
    except Missing:
        raise _Wrong(_empty(given.column)) from None


# --- which column is to blame ---


def _places(mapped: TableMap, row: Mapping[str, object]) -> dict[str, Span]:
    """For every name that a message may be about, the column it stands in, as the path of a span without a line."""
    found: dict[str, Span] = {}
    for part in (mapped.dispute.matter, *mapped.parties.values()):
        name = part.column if isinstance(part, ColumnCell) else part.member_of if isinstance(part, MemberCell) else ""
        if name:
            found[str(row.get(name))] = Span(name, 0, 0, 0, 0)
    for fact, given in mapped.facts.items():
        column = _first(given)
        if column:
            found[fact] = Span(column, 0, 0, 0, 0)
    return found


def _first(given: object) -> str:
    if isinstance(given, ColumnCell):
        return given.column
    names = [_first(inside) for inside in given.values()] if isinstance(given, Mapping) else []
    return ", ".join(name for name in names if name)


def _column_of(mapped: TableMap, where: list[str]) -> str:
    match where:
        case ["facts", name, *_] if name in mapped.facts:
            return _first(mapped.facts[name])
        case ["parties", role, *_] if role in mapped.parties:
            given = mapped.parties[role]
            return given.member_of if isinstance(given, MemberCell) else _first(given)
        case [name, *_] if name in type(mapped.dispute).model_fields:
            return _first(getattr(mapped.dispute, name))
        case _:
            return ""
