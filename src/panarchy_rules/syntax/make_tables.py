"""Make the tables of the parser: Lark's parser in, the text of `grammars/tables.json` out.

`python -m panarchy_rules.syntax.make_tables` writes them beside the grammar.
States are numbered in the order in which they are met from the first, so that one grammar has one text.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from panarchy_rules.syntax.grammar import parser
from panarchy_rules.syntax.grammar_files import grammar_folder
from panarchy_rules.syntax.tables import CALLED, END, FILE, LISTED, PASSED_ON, digest_of_grammar

_Row = Mapping[str, tuple[Any, Any]]


def write_tables() -> None:
    """Write the tables beside the grammar."""
    folder = grammar_folder()
    assert isinstance(folder, Path), "a grammar within an archive has its tables"
    (folder / FILE).write_text(written(), encoding="utf-8", newline="\n")


def written() -> str:
    """The tables for the grammar as it stands."""
    found = {"of": digest_of_grammar(), **_tables(parser())}
    lines = (f"{json.dumps(name)}:{json.dumps(part, separators=(',', ':'))}" for name, part in found.items())
    return "{" + ",\n".join(lines) + "}\n"


def _tables(lark: Lark) -> dict[str, Any]:
    table = lark.parser.parser._parse_table
    start, end = table.start_states["start"], table.end_states["start"]
    order = {state: number for number, state in enumerate(_met(table.states, start))}
    rows = [table.states[state] for state in order]
    names = sorted({END, *(terminal.name for terminal in lark.terminals)})
    made = sorted({str(rule.origin.name) for rule in lark.rules})
    numbers = {name: number for number, name in enumerate((*names, *made))}
    rules = {rule: number for number, rule in enumerate(lark.rules)}
    sets: dict[tuple[int, ...], int] = {}
    return {
        **_words(lark),
        "names": (*names, *made),
        "seen": sorted({symbol.name for rule in lark.rules for symbol in rule.expansion if _is_seen(rule, symbol)}),
        "rules": [_reduction(rule, numbers) for rule in rules],
        "actions": [_actions(row, order, numbers, rules, sets) for row in rows],
        "gotos": [_shifts(row, order, numbers, terminals=False) for row in rows],
        "sets": list(sets),
        "start": order[start],
        "end": order[end],
    }


def _words(lark: Lark) -> dict[str, Any]:
    """How words look, in the order in which Lark tries them; the texts that are reserved; and what is passed over."""
    ignored = lark.parser.lexer_conf.ignore
    ordered = sorted(lark.terminals, key=_precedence)
    patterns = [(one.name, one.pattern.to_regexp()) for one in ordered if one.pattern.type == "re"]
    return {
        "words": [(name, pattern) for name, pattern in patterns if name not in ignored],
        "skipped": [pattern for name, pattern in patterns if name in ignored],
        "reserved": {one.pattern.value: one.name for one in ordered if one.pattern.type == "str"},
    }


def _precedence(one: TerminalDef) -> tuple[int, int, int, str]:
    return -one.priority, -one.pattern.max_width, -len(one.pattern.value), one.name


def _met(states: Mapping[int, _Row], start: int) -> Iterator[int]:
    """The states from the first, each once, by the names of what leads to them."""
    met, todo = {start}, [start]
    for state in todo:
        yield state
        for _name, (_, what) in sorted(states[state].items()):
            if not isinstance(what, Rule) and what not in met:
                met.add(what)
                todo.append(what)


def _is_seen(rule: Rule, symbol: Any) -> bool:
    return bool(symbol.is_term and (rule.options.keep_all_tokens or not symbol.filter_out))


def _reduction(rule: Rule, numbers: Mapping[str, int]) -> tuple[Any, ...]:
    picked = [
        (place, int(not symbol.is_term and symbol.name.startswith("_")))
        for place, symbol in enumerate(rule.expansion)
        if not symbol.is_term or _is_seen(rule, symbol)
    ]
    is_all = len(picked) == len(rule.expansion) and not any(opened for _, opened in picked)
    if rule.origin.name.startswith("_"):
        how = LISTED
    elif rule.options.expand1 and not rule.alias and len(picked) == 1:
        how = PASSED_ON
    else:
        how = CALLED
    method = rule.alias or str(rule.origin.name)
    return len(rule.expansion), numbers[rule.origin.name], how, method, None if is_all else picked


def _actions(
    row: _Row,
    order: Mapping[int, int],
    numbers: Mapping[str, int],
    rules: Mapping[Rule, int],
    sets: dict[tuple[int, ...], int],
) -> tuple[Sequence[int], Sequence[int]]:
    """Where words lead; and for each rule, the number of the set of words before which it ends."""
    ends: dict[int, list[int]] = {}
    for name, (_, what) in row.items():
        if isinstance(what, Rule):
            ends.setdefault(rules[what], []).append(numbers[name])
    found = {rule: sets.setdefault(tuple(sorted(words)), len(sets)) for rule, words in sorted(ends.items())}
    return _shifts(row, order, numbers, terminals=True), [x for pair in found.items() for x in pair]


def _shifts(row: _Row, order: Mapping[int, int], numbers: Mapping[str, int], *, terminals: bool) -> list[int]:
    kind = {name: to for name, (_, to) in row.items() if _is_term(name) is terminals}
    led = {numbers[name]: order[to] for name, to in kind.items() if not isinstance(to, Rule)}
    return [x for pair in sorted(led.items()) for x in pair]


def _is_term(name: str) -> bool:
    return name == END or name.isupper()


if __name__ == "__main__":
    write_tables()
