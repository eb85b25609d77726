"""Parsing and compiling never fail, whatever the text: they return clauses, rulebooks and diagnostics."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from panarchy_rules.adjudication.read_laws import library_file
from panarchy_rules.base.diagnostics import render
from panarchy_rules.compiler import compile_world
from panarchy_rules.syntax import parse, parse_bytes
from panarchy_rules.syntax.grammar import keywords

_ROOT = Path(__file__).parents[2]
_TEXTS = [p.read_text(encoding="utf-8") for p in sorted(_ROOT.glob("examples/**/*.law"))]
_WORDS = [w for text in _TEXTS for w in re.findall(r'"[^"\n]*"|[\w.]+|\S', text)]
_ODD = ("\n", "(", ")", "{", "}", "unknown", "1e9", "2026-02-30", "é", "\u202e")
_PIECES = sorted({*_WORDS, *keywords().values(), *_ODD})
_PYTHON = re.compile(r"Traceback|[A-Z]\w*Error\b|<class|object at 0x|NoneType|dataclass|[Ll]ark\b|pydantic")


def survives(data: bytes) -> None:
    """Parse and compile some bytes, and show every message."""
    parsed = parse_bytes("some.law", data)
    compiled = compile_world([parsed], library_file)
    for diagnostic in (*parsed.diagnostics, *compiled.diagnostics):
        shown = render(diagnostic, {"some.law": parsed.text})
        own_words = re.sub(r"`[^`]*`|^.*\|.*$", "", shown, flags=re.MULTILINE)
        assert not _PYTHON.search(own_words), shown


@given(st.binary(max_size=300))
def test_any_bytes_are_answered_with_diagnostics(data: bytes) -> None:
    """Whatever the bytes, the answer is a list of diagnostics."""
    survives(data)


@given(st.lists(st.sampled_from(_PIECES), max_size=60))
def test_words_of_the_language_in_any_order_are_answered(words: list[str]) -> None:
    """Words of real rulebooks in an order that makes no sense do not bring the compiler down."""
    survives(("rulebook some\nlanguage 1\n" + " ".join(words)).encode())


@given(st.sampled_from(_TEXTS), st.data())
def test_a_real_rulebook_with_something_cut_swapped_or_put_in_is_answered(text: str, data: st.DataObject) -> None:
    """Small mistakes anywhere in a real rulebook give diagnostics, and the clauses without mistakes are kept."""
    position = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    put_in = data.draw(st.one_of(st.just(""), st.sampled_from(_PIECES), st.text(max_size=5)))
    survives((text[:position] + put_in + text[position + length :]).encode("utf-8", errors="surrogatepass"))


def test_deep_nesting_long_chains_and_large_files_meet_a_limit_not_a_crash() -> None:
    """Each limit gives a diagnostic."""
    head = "rulebook some\nlanguage 1\nfact x is yes_no\nfact n is number\ndefinition d when "
    for body in (
        "not (" * 5000 + "x" + ")" * 5000,
        "not " * 20000 + "x",
        "x and (" * 3000 + "x" + ")" * 3000,
        "n > " + "1 + " * 30000 + "1",
        "n > " + "9" * 5000,
        "(" * 100_000,
    ):
        parsed = parse("some.law", head + body)
        assert {d.code for d in parsed.diagnostics} <= {"PR102", "PR105", "PR113"}
        assert parsed.diagnostics, body[:40]
    assert [d.code for d in parse_bytes("some.law", b" " * 5_000_000).diagnostics] == ["PR106"]
