"""Whatever the bytes, a loader gives a value or explains itself: no traceback, no hang, no word of Python."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panarchy_rules.base.codes import CODES
from panarchy_rules.base.diagnostics import Diagnostic, render
from panarchy_rules.casefile import read_dispute, read_manifest
from panarchy_rules.register import Register, read_register, write_register

DISPUTE = b"""\
id = "a"
matter = "contract.service"
anchor = 2026-02-01
issues = ["merits", "costs"]
[parties]
claimant = "ana"
respondent = "ben"
[facts]
claimed = "9000.50 EUR"
votes = [true, 3, 2026-06-01]
[facts.offer]
claimant = '2000 EUR'
[[claims]]
id = "fee"
claimant = "ana"
respondent = "ben"
[expect]
status = "DECIDED"
[[expect.issues]]
issue = "merits"
"""
DISPUTE_JSON = (
    b'{"id": "a", "matter": "contract", "anchor": "2026-02-01", "parties": {"claimant": "ana", "respondent": "ben"},'
    b' "facts": {"claimed": "9000.50 EUR", "offer": {"ana": ["1 EUR", true, 3]}}, "claims": []}'
)
MANIFEST = (
    b'[world]\nname = "ulex"\nlanguage = 1\nrulebooks = ["**/*.law"]\nregister = "r.jsonl"\n[persons]\ncleo = "Cleo"\n'
)
REGISTER = (
    b'{"entry": 1, "recorded": "2025-01-01", "act": "join", "person": "ana", "provider": "harbor", "for": ["tort"]}\n'
    b'{"entry": 2, "recorded": "2025-01-01", "act": "agree", "parties": ["ana", "ben"], "law": "ulex"}\n'
    b'{"entry": 3, "recorded": "2025-01-02", "act": "revoke", "persons": ["ana", "ben"], "of": 2, "text": "\xc3\x9e"}\n'
)

# Pieces that mean something to a reader of TOML or JSON, or to one of ours.
WORDS = """[ ] [[ ]] { } " ' \"\"\" ''' = : , . # \\ \\u \\ud800 \\x 0x 1e9 1.5 nan -inf NaN Infinity null true
    2026-02-30 2026-13-45 2026-02-01T00:00:00Z 99999999999999999999999999 0001-01-01 \ufeff \u0085 \u2028 \x00 Þ
    entry act join of for as id facts parties claims anchor expect issues world persons ana ben"""
PIECES = st.sampled_from(
    [
        *WORDS.split(),
        *("\n", "\r\n", "\r", " ", "\t", "", '"a" = ', '{"a": ', "[facts]\n", "9" * 5000, "[" * 500, "a." * 60),
    ]
)
PYTHON = re.compile(
    r"Traceback|pydantic|https?://|NoneType|\b(dict|str|int|tuple)\b|Input should|Value error|<class|line \d+ column"
)

Loader = Callable[[bytes], tuple[object, tuple[Diagnostic, ...]]]


def _toml(content: bytes) -> tuple[object, tuple[Diagnostic, ...]]:
    return read_dispute("a.toml", content)


def _json(content: bytes) -> tuple[object, tuple[Diagnostic, ...]]:
    return read_dispute("a.json", content)


def _register(content: bytes) -> tuple[object, tuple[Diagnostic, ...]]:
    return read_register("register.jsonl", content)


LOADERS = pytest.mark.parametrize(("load", "seed"), [(_toml, DISPUTE), (_json, DISPUTE_JSON), (_register, REGISTER)])


@st.composite
def edits(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """A few small changes at any places of a file: cut, put in, or doubled."""
    changes = draw(
        st.lists(
            st.tuples(
                st.floats(0, 1), st.integers(0, 12), PIECES.map(lambda piece: piece.encode()) | st.binary(max_size=3)
            ),
            min_size=1,
            max_size=4,
        )
    )

    def edit(content: bytes) -> bytes:
        for place, length, piece in changes:
            start = int(place * len(content))
            content = content[:start] + piece + content[start + length :]
        return content

    return edit


def _check_messages(mistakes: tuple[Diagnostic, ...], content: bytes) -> None:
    lines = content.count(b"\n") + content.count(b"\r") + 2
    texts = {mistake.span.path: content.decode("utf-8", "replace") for mistake in mistakes}
    for mistake in mistakes:
        assert mistake.code in CODES
        assert 1 <= mistake.span.line <= lines
        assert mistake.span.column >= 1
        assert "\n" not in mistake.message
        unquoted = re.sub(r"`[^`]*`", "``", f"{mistake.message} {mistake.help}")
        assert not PYTHON.search(unquoted), unquoted
        render(mistake, texts).encode()


def _explained(load: Loader, content: bytes) -> None:
    value, mistakes = load(content)

    assert value is not None or mistakes
    _check_messages(mistakes, content)


@LOADERS
def test_the_file_itself_is_in_order(load: Loader, seed: bytes) -> None:
    """What the other tests spoil is whole to begin with."""
    assert load(seed)[1] == ()


@LOADERS
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_explained(load: Loader, seed: bytes, content: bytes) -> None:
    """Bytes from nowhere, and the same answer each time."""
    _explained(load, content)
    assert load(content) == load(content)


@LOADERS
@given(pieces=st.lists(PIECES, max_size=30))
def test_any_tokens_are_read_or_explained(load: Loader, seed: bytes, pieces: list[str]) -> None:
    """Words and brackets in any order."""
    _explained(load, "".join(pieces).encode())


@LOADERS
@given(edit=edits())
def test_a_spoilt_file_is_read_or_explained(load: Loader, seed: bytes, edit: Callable[[bytes], bytes]) -> None:
    """A good file with a few changes."""
    _explained(load, edit(seed))


@LOADERS
@given(length=st.integers(0, 1000))
def test_a_file_that_is_cut_off_is_read_or_explained(load: Loader, seed: bytes, length: int) -> None:
    """A good file that ends too early."""
    _explained(load, seed[:length])


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=8,
)


@given(data=st.data())
def test_any_value_at_any_key_of_a_dispute_is_read_or_explained(data: st.DataObject) -> None:
    """The right keys with the wrong values."""
    table = json.loads(DISPUTE_JSON)
    for key in data.draw(st.lists(st.sampled_from([*table, "expect", "issues", "forum", "today"]), max_size=3)):
        table[key] = data.draw(PLAIN)

    _explained(_json, json.dumps(table).encode())


@given(data=st.data())
def test_any_value_at_any_key_of_an_entry_is_read_or_explained(data: st.DataObject) -> None:
    """One line is reported once, and its neighbours are kept."""
    first, second, third = (json.loads(line) for line in REGISTER.splitlines())
    keys = [*third, "person", "for", "kind", "provider", "clause", "act"]
    for key in data.draw(st.lists(st.sampled_from(keys), max_size=3)):
        third[key] = data.draw(PLAIN)

    content = "\n".join(map(json.dumps, (first, second, third))).encode()

    _explained(_register, content)
    register, mistakes = read_register("register.jsonl", content)
    assert len(mistakes) <= 1
    assert len(register.entries) == 3 - len(mistakes)


@given(edit=edits())
def test_what_is_kept_of_a_spoilt_register_can_be_written(edit: Callable[[bytes], bytes]) -> None:
    """Every entry that is kept is in order by itself."""
    register, mistakes = read_register("register.jsonl", edit(REGISTER))

    written = write_register(register)

    assert Register(register.entries, register.path) == register
    if not mistakes:
        assert read_register("register.jsonl", written.encode()) == (register, ())


@given(content=st.binary(max_size=100) | edits().map(lambda edit: edit(MANIFEST)))
def test_any_manifest_is_read_or_explained(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """From a file, as manifests are."""
    file = tmp_path_factory.mktemp("world", numbered=True) / "panarchy.toml"

    def load(content: bytes) -> tuple[object, tuple[Diagnostic, ...]]:
        file.write_bytes(content)
        return read_manifest(Path(file))

    _explained(load, content)


LARGE = 1 << 18
UNITS = """[ { {"a": a. "". 'a'. " ' "' ," \\ 1 1_ 9 a={b={ \0 Þ""".split()
LINES = ["[[a]]\n", "[a]\n", "a . ", "a    ", "\n", "#\n", "a = [[], [], []]\n", "[facts.a.b.c.d.e.f.g]\n", "K = 1.5\n"]


@pytest.mark.parametrize("unit", [*UNITS, *LINES])
def test_much_of_one_thing_is_refused_in_seconds(unit: str) -> None:
    """The worst files are those for a reader that copies or recurses; this test would hang on one."""
    for start in ("", "a = [", '{"a": "'):
        content = (start + unit * (LARGE // len(unit.encode()))).encode()

        for load in (_toml, _json, _register):
            _explained(load, content)


def test_many_different_keys_are_refused_in_seconds() -> None:
    """Guessing what each was meant to be has an end."""
    headings = "".join(f"[a{number}]\n" for number in range(90_000)).encode()

    dispute, mistakes = read_dispute("a.toml", headings)

    assert dispute is None
    assert len(mistakes) <= 100
