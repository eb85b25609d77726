"""Texts are read by tables; Lark, which made the tables, reads them in the same way."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panarchy_rules.base.spans import LineIndex
from panarchy_rules.syntax import mistakes
from panarchy_rules.syntax.build import Builder
from panarchy_rules.syntax.concrete import depth
from panarchy_rules.syntax.grammar import parser
from panarchy_rules.syntax.reduce import MAX_DEPTH, reduced

_ROOT = Path(__file__).parents[2]
_FILES = [p.read_text(encoding="utf-8") for p in sorted(_ROOT.glob("**/*.law")) if ".venv" not in p.parts]
_SUITES = [p.read_text(encoding="utf-8") for p in sorted(_ROOT.glob("tests/**/*.md"))]
_BLOCKS = [block for text in _SUITES for block in re.findall(r"```law[^\n]*\n(.*?)```", text, re.DOTALL)]
_TEXTS = [*_FILES, *_BLOCKS]
_PIECES = sorted({w for text in _TEXTS for w in re.findall(r'"[^"\n]*"|[\w.]+|\S', text)})


def everything(node: object) -> object:
    """A node with all its parts, also those that take no part in comparisons."""
    if is_dataclass(node):
        return (type(node), *(everything(getattr(node, each.name)) for each in fields(node)))
    return tuple(map(everything, node)) if isinstance(node, tuple) else node


def agrees(text: str) -> bool:
    """Whether the tables read a text; if so, Lark must say the same of it."""
    lines = LineIndex("some.law", text)
    builder = Builder(lines, 0)
    clauses = reduced(text, builder)
    if clauses is None:
        return False
    tree = mistakes._tree(text)
    assert tree is not None
    assert depth(tree) <= MAX_DEPTH
    expected, diagnostics = mistakes._built(tree, lines, 0)
    assert everything(clauses) == everything(expected)
    assert builder.diagnostics == diagnostics
    return True


def test_every_text_of_the_repository_is_read_in_the_same_way() -> None:
    """The same nodes, the same places, the same findings; only what is nested too deeply is left to Lark."""
    only_lark = [text for text in _TEXTS if not agrees(text) and mistakes._tree(text) is not None]

    assert all(depth(parser().parse(text)) > MAX_DEPTH for text in only_lark)


@given(st.sampled_from(_TEXTS), st.data())
def test_a_changed_text_is_read_in_the_same_way(text: str, data: st.DataObject) -> None:
    """Whatever is cut out, swapped or put in: what the tables read, Lark reads in the same way."""
    position = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    put_in = data.draw(st.one_of(st.just(""), st.sampled_from(_PIECES), st.sampled_from(_PIECES).map(" {} ".format)))

    agrees(text[:position] + put_in + text[position + length :])


@pytest.mark.parametrize(
    "law",
    [
        "rulebook a\nacceptance b accept c for d rank2",
        'rulebook a\nsource"b"',
        "rulebook a\nrule r means 5EUR",
        "rulebook a\ndates rounddown",
        "rulebook a\nadopts b edition 2025-01-01",
        "rulebook a--b",
        "",
        "-- nothing\n",
    ],
)
def test_words_that_touch_are_read_as_lark_reads_them(law: str) -> None:
    """Or they are left to Lark."""
    agrees(law)


def test_deep_nesting_is_left_to_lark() -> None:
    """The limit is met at the same depth."""
    fits, too_deep = ("rulebook a\ndefinition d when " + "not " * deep + "x" for deep in (110, 130))

    assert agrees(fits)
    assert not agrees(too_deep)
