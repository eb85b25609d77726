"""`fmt` changes blanks and ends of lines and nothing else, whatever the grammar allows."""

import re
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given

from panarchy_rules.formatting.format import formatted
from panarchy_rules.syntax import parse, tree
from panarchy_rules.syntax.concrete import Written, read_written
from panarchy_rules.syntax.grammar import concrete_parser
from tests.support.checkout import files, name
from tests.support.grammar_texts import every_way, rules, texts

_LAW = [path for path in files("*.law") if path.is_file()]
_BLOCKS = [
    (f"{name(path)}, block {number}", block)
    for path in files("*.md")
    for number, block in enumerate(
        re.findall(
            r"^```(?:law|formatted)(?! file=\S+\.md| escaped)[^\n]*\n(.*?)^```$",
            path.read_text("utf-8"),
            re.MULTILINE | re.DOTALL,
        ),
        1,
    )
]
TEXTS = [(name(path), path.read_text("utf-8")) for path in _LAW] + _BLOCKS
WELL_FORMED = [(where, text) for where, text in TEXTS if read_written(text)]


def comments(text: str) -> list[str]:
    """Its comments, in order, without the blanks behind them."""
    outside = re.sub(r'"[^"\n]*"', lambda match: "x" * len(match[0]), text)
    return [text[m.start() : m.end()].rstrip() for m in re.finditer(r"--[^\n]*", outside)]


def survives(text: str) -> None:
    """Format a text and hold the result against it."""
    once = formatted(text)
    assert once is not None
    assert parse("a.law", once).file == parse("a.law", text).file
    assert comments(once) == comments(text)
    assert formatted(once) == once
    assert not re.search(r"[ \t]+$", once, re.MULTILINE)


@given(texts())
def test_format_keeps_what_any_text_of_the_grammar_says(text: str) -> None:
    """The result parses to the same tree, has the same comments in the same order, and is its own result."""
    survives(text)


def test_format_keeps_what_every_way_of_writing_says() -> None:
    """Each rule of the grammar, in each way it may be written."""
    for where, text in every_way():
        assert read_written(text), where
        survives(text)


def test_every_rule_of_the_grammar_stands_in_some_clause() -> None:
    """Otherwise the ways of writing it would not be tried above."""
    tried = {where.partition(":")[0] for where, _ in every_way()}

    assert {name for name in rules() if name not in ("start", "__start_star_0")} == tried


def test_every_node_of_the_tree_is_formatted() -> None:
    """What the grammar can write makes each kind of node that the tree knows, and each is formatted above."""
    seen: set[str] = set()
    for _, text in every_way():
        seen |= nodes(parse("a.law", text).file)

    assert {name for name, node in vars(tree).items() if is_dataclass(node)} - seen == set()


def nodes(value: object) -> set[str]:
    """The names of the nodes in a part of a tree."""
    if isinstance(value, tuple):
        return {name for part in value for name in nodes(part)}
    if not is_dataclass(value):
        return set()
    parts = {name for field in fields(value) for name in nodes(getattr(value, field.name))}
    return parts | {type(value).__name__}


@pytest.mark.parametrize("text", [pytest.param(text, id=where) for where, text in WELL_FORMED])
def test_format_keeps_what_the_law_of_this_repository_says(text: str) -> None:
    """Every rulebook, and every block of law in a document, comes out as it went in."""
    survives(text)


def test_format_is_seen_on_every_clause_of_the_grammar() -> None:
    """A clause the grammar knows stands in some document or rulebook that is formatted above."""
    seen = {clause.rule for _, text in WELL_FORMED for clause in written(text).clauses}

    assert clauses_of_the_grammar() - seen == set()


def written(text: str) -> Written:
    """The clauses of a text without mistakes."""
    found = read_written(text)
    assert found is not None
    return found


def clauses_of_the_grammar() -> set[str]:
    """The names of all clauses, by the grammar itself."""
    rules = concrete_parser().rules
    clauses = {rule.expansion[0].name for rule in rules if rule.origin.name == "clause"}
    return {rule.alias or rule.origin.name for rule in rules if rule.origin.name in clauses}
