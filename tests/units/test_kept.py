from pathlib import Path

import pytest

from panarchy_rules.base.kept import keep, kept
from panarchy_rules.syntax import grammar
from panarchy_rules.syntax.kept_parser import read, written

LAW = 'rulebook mesa "Mesa"\nrule late source "art. 1" respondent owes claimant 5 EUR when 2 days > 1 day\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own."""
    monkeypatch.setenv("PANARCHY_CACHE", str(tmp_path))
    return tmp_path


def test_what_was_kept_is_there_for_the_same_sources_only(folder: Path) -> None:
    """Another source makes another file, and the one before goes."""
    keep("tables", ["a", "b"], "text\nof two lines")

    assert kept("tables", ["a", "b"]) == "text\nof two lines"
    assert kept("tables", ["ab"]) is None
    assert kept("others", ["a", "b"]) is None
    keep("tables", ["c"], "new")
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"\n", b"\xff\xfe", b"0" * 64 + b"\ntext"])
def test_a_damaged_file_is_as_if_it_were_not_there(folder: Path, damage: bytes) -> None:
    """Cut short, overwritten or no text at all."""
    keep("tables", ["a"], "text")
    (file,) = folder.iterdir()

    file.write_bytes(damage)

    assert kept("tables", ["a"]) is None
    keep("tables", ["a"], "text")
    assert kept("tables", ["a"]) == "text"


def test_a_file_that_was_cut_anywhere_is_not_believed(folder: Path) -> None:
    """The first line is the hash of the whole rest."""
    keep("tables", ["a"], "some text")
    (file,) = folder.iterdir()
    whole = file.read_bytes()

    for end in range(len(whole)):
        file.write_bytes(whole[:end])
        assert kept("tables", ["a"]) is None


@pytest.mark.parametrize("place", ["off", "", "/dev/null/nowhere"])
def test_nothing_can_be_kept_and_nothing_breaks(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing may or can be written, everything is made again."""
    monkeypatch.setenv("PANARCHY_CACHE", place)

    keep("tables", ["a"], "text")

    assert kept("tables", ["a"]) is None


def test_a_parser_that_was_kept_gives_the_same_trees(folder: Path) -> None:
    """With the same positions, terminals and keywords."""
    made = grammar._built(keep_all_words=False)
    again = grammar._built(keep_all_words=False)

    assert len(list(folder.iterdir())) == 1
    assert again.parse(LAW) == made.parse(LAW)
    for one, other in zip(made.parse(LAW).iter_subtrees(), again.parse(LAW).iter_subtrees(), strict=True):
        assert vars(one.meta) == vars(other.meta)
    assert {t.name: t.pattern.value for t in again.terminals} == {t.name: t.pattern.value for t in made.terminals}


def test_tables_that_are_no_tables_are_made_again(folder: Path) -> None:
    """A file that is whole but holds something else does no harm."""
    made = grammar._built(keep_all_words=False)
    (file,) = folder.iterdir()
    for text in ("{}", "[]", "[1, 2]", "null", '["[", {}, {}]', "not json"):
        keep("parser", (grammar.FORM, grammar.lark_version, *grammar.grammar_texts()), text)

        assert grammar._built(keep_all_words=False).parse(LAW) == made.parse(LAW)
    assert file.exists()


def test_tables_are_plain_data() -> None:
    """Reading them back and writing them again changes nothing."""
    text = written(grammar.parser())

    again = read(text, postlex=None, propagate_positions=True)

    assert written(again).count("[") == text.count("[")
