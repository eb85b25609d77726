"""`fmt` changes blanks and ends of lines and nothing else, whatever the grammar allows."""

import re

import pytest
from hypothesis import given

from panarchy_rules.formatting.format import formatted
from panarchy_rules.syntax import parse
from panarchy_rules.syntax.concrete import Phrase, read_written
from panarchy_rules.syntax.grammar import concrete_parser
from tests.support.checkout import files, name
from tests.support.grammar_texts import texts

_LAW = [path for path in files("*.law") if path.is_file()]
_BLOCKS = [
    (f"{name(path)}, block {number}", block)
    for path in files("*.md")
    for number, block in enumerate(
        re.findall(r"^```(?:law|formatted)(?! file=\S+\.md| escaped)[^\n]*\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL), 1
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


@pytest.mark.parametrize("text", [pytest.param(text, id=where) for where, text in WELL_FORMED])
def test_format_keeps_what_the_law_of_this_repository_says(text: str) -> None:
    """Every rulebook, and every block of law in a document, comes out as it went in."""
    survives(text)


def test_format_is_seen_on_every_rule_of_the_grammar() -> None:
    """A clause the grammar knows stands in some document or rulebook that is formatted above."""
    seen = {phrase for _, text in WELL_FORMED for phrase in _rules_in(text)}
    named = {name for name in _node_names() if not name.startswith("_")}

    assert named - seen == set()


def _rules_in(text: str) -> set[str]:
    written, found = read_written(text), set()
    todo = list(written.clauses) if written else []
    while todo:
        phrase = todo.pop()
        found.add(phrase.rule)
        todo += [part for part in phrase.parts if isinstance(part, Phrase)]
    return found


def _node_names() -> set[str]:
    return {rule.alias or rule.origin.name for rule in concrete_parser().rules if rule.alias or not _is_inlined(rule)}


def _is_inlined(rule: object) -> bool:
    options = rule.options  # type: ignore[attr-defined]
    return bool(options.expand1) or rule.origin.name == "start"  # type: ignore[attr-defined]
