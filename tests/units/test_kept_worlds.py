"""What was compiled before is used again, and only for exactly the same files."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from panarchy_rules import Panarchy
from panarchy_rules.adjudication.read_laws import library_file
from panarchy_rules.base.kept import keep, nothing_kept
from panarchy_rules.base.plain_rows import Form
from panarchy_rules.compiler import compile_files as module
from panarchy_rules.compiler.compile_files import _FORM, _made_of, compile_files
from tests.support.checkout import ROOT
from tests.support.command import Ran, panarchy

WORLDS = sorted(path.parent for path in (ROOT / "examples").glob("*/panarchy.toml"))
LAW = 'rulebook mesa "Mesa"\nfact late is yes_no\nrule r respondent owes claimant 5 EUR when late\n'
Damage = Callable[[Path], object]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own."""
    monkeypatch.setenv("PANARCHY_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def no_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, whoever has to compile fails."""

    def fail(*_: object) -> None:
        raise AssertionError("this was kept")

    monkeypatch.setattr(module, "compile_world", fail)
    monkeypatch.setattr(module, "parse_bytes", fail)


@pytest.mark.parametrize("world", [pytest.param(path, id=path.name) for path in WORLDS])
def test_a_world_that_was_kept_gives_the_same_judgments_byte_by_byte(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rulebooks are the same in every part, positions included, and so are all judgments and warnings."""
    with nothing_kept():
        made = Panarchy.load(world)
    Panarchy.load(world)
    no_compiling(monkeypatch)

    again = Panarchy.load(world)

    assert again == made
    assert _FORM.written(again.law_world.rulebooks) == _FORM.written(made.law_world.rulebooks)
    assert again.explain_diagnostics() == made.explain_diagnostics()
    assert _tested(world) == _tested(world, "--no-cache")
    for name in made.disputes:
        assert again.resolve(name).model_dump_json() == made.resolve(name).model_dump_json()


def _tested(world: Path, *words: str) -> Ran:
    return panarchy("test", world, "--coverage", *words)


def test_a_changed_byte_is_compiled(tmp_path: Path) -> None:
    """As is another name of a file."""
    world = tmp_path / "law"
    world.mkdir()
    (world / "mesa.law").write_text(LAW)
    Panarchy.load(world)

    (world / "mesa.law").write_text(LAW.replace("5 EUR", "6 EUR"))

    changed = Panarchy.load(world)
    assert "6 EUR" in str(changed.law_world.rulebooks)
    (world / "mesa.law").rename(world / "other.law")
    assert {book.path for book in Panarchy.load(world).law_world.rulebooks.values()} == {str(world / "other.law")}


def test_what_has_mistakes_is_not_kept(folder: Path) -> None:
    """The mistakes are looked for each time."""
    folder.mkdir()
    for _ in range(2):
        found = compile_files({"mesa.law": b"rulebook mesa\nrule r q is 1\n"}, library_file, "mesa").compiled
        assert found.diagnostics
    assert not [path for path in folder.iterdir() if path.name.startswith("world")]


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _swapped(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"r"', b'"s"', 1))


def _sealed(text: str) -> Damage:
    files = {"mesa.law": LAW.encode()}
    return lambda file: keep(file.name.partition("-")[0], _made_of(files), text)


def _as_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _as_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


class _Hostile:
    def __reduce__(self) -> tuple[object, ...]:
        return os.abort, ()


HOSTILE = {
    "nothing": lambda file: file.write_bytes(b""),
    "cut": _cut,
    "one letter is another": _swapped,
    "no text": lambda file: file.write_bytes(b"\xff\xfe\x00"),
    "a pickle that would end everything": lambda file: file.write_bytes(pickle.dumps(_Hostile())),
    "others may write it": lambda file: file.chmod(0o666),
    "a folder": _as_folder,
    "a pipe that nobody writes": _as_pipe,
    "no JSON": _sealed("rulebook"),
    "JSON of another form": _sealed('{"rulebooks": []}'),
    "a name that is no class": _sealed('[[1,["system",0]],1]'),
    "a place that is not there": _sealed('[[["(",7]],0]'),
    "another shape": _sealed('[[5,["(",0,0]],1]'),
    "a place before the first": _sealed('[[5,["(",-1]],1]'),
    "nesting without end": _sealed("[" * 100_000),
    "zero as a denominator": _sealed('[[1,0,["/",0,1]],2]'),
    "a day before all days": _sealed('[[-5,["day",0]],1]'),
}


@pytest.mark.parametrize("damage", HOSTILE.values(), ids=HOSTILE)
def test_what_is_not_believed_is_made_again(damage: Damage, folder: Path) -> None:
    """Whatever lies in the place of a file, the world is the one its law says."""
    files = {"mesa.law": LAW.encode()}
    made = compile_files(files, library_file, "mesa")
    (file,) = [path for path in folder.iterdir() if path.name.startswith("world")]
    damage(file)

    again = compile_files(files, library_file, "mesa")

    assert _FORM.written(again.compiled.rulebooks) == _FORM.written(made.compiled.rulebooks)
    assert (again.texts, again.digests) == (made.texts, made.digests)


def test_the_file_of_another_world_is_not_believed(folder: Path) -> None:
    """What was kept hangs on what it was made of, even under the right name."""
    other = LAW.replace("5 EUR", "6 EUR").encode()
    compile_files({"mesa.law": LAW.encode()}, library_file, "mesa")
    (file,) = [path for path in folder.iterdir() if path.name.startswith("world")]
    right = file.name
    compile_files({"mesa.law": other}, library_file, "other")
    (strange,) = [path for path in folder.iterdir() if path.name.startswith("world") and path.name != right]
    strange.replace(file)

    assert "5 EUR" in str(compile_files({"mesa.law": LAW.encode()}, library_file, "mesa").compiled.rulebooks)


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A file of law in a folder of its own."""
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "mesa.law").write_text(LAW)
    return tmp_path / "law" / "mesa.law"


def test_several_processes_at_once_find_the_same(law: Path, folder: Path) -> None:
    """Each writes its own draft and puts it in place in one step."""
    command = [sys.executable, "-m", "panarchy_rules", "lint", "--format", "json", str(law)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(4)]

    said = {process.communicate()[0] for process in running}

    assert len(said) == 1
    assert b'"findings"' in said.pop()
    assert {path.suffix for path in folder.iterdir()} == {".kept"}


def test_a_world_found_clean_is_not_read_again(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` compares the bytes of the whole folder, and says the same."""
    first = panarchy("check", str(law.parent))
    import panarchy_rules.panarchy as facade

    monkeypatch.setattr(facade, "load", lambda _: pytest.fail("it is clean"))

    assert panarchy("check", str(law.parent)) == first
    assert first.out == "1 file, 0 errors, 0 warnings\n"


def test_a_world_found_clean_is_read_when_anything_changes(law: Path) -> None:
    """A byte, a new file or a file less."""
    for change in (
        lambda: law.write_text(LAW + "rule s q is 1\n"),
        lambda: law.write_text(LAW),
        lambda: law.with_name("second.law").write_text("rulebook second\nrule s q is 1\n"),
        lambda: law.with_name("second.law").unlink(),
    ):
        before = panarchy("check", str(law.parent))
        change()
        assert panarchy("check", str(law.parent)) != before


def test_a_folder_with_links_is_read_each_time(law: Path, tmp_path: Path, folder: Path) -> None:
    """What a link leads to may change without a trace."""
    (law.parent / "panarchy.toml").write_text('[world]\nname = "m"\nlanguage = 1\n')
    copytree(law.parent, tmp_path / "linked")
    (tmp_path / "linked" / "more.txt").symlink_to(law)

    assert panarchy("check", str(tmp_path / "linked")).out == "2 files, 0 errors, 0 warnings\n"
    assert not [path.name for path in folder.iterdir() if path.name.startswith("clean")]


def test_no_cache_neither_reads_nor_keeps(law: Path, folder: Path) -> None:
    """The switch of every verb."""
    said = panarchy("test", str(law), "--no-cache")

    assert not folder.exists()
    assert said == panarchy("test", str(law))
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    law.write_text(LAW + "-- Changed.\n")
    panarchy("test", str(law), "--no-cache")
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_what_no_class_of_the_form_can_hold_is_refused() -> None:
    """A value that could not be read again is not written."""
    for value in (object(), 1.5, [1], {"a": ...}):
        with pytest.raises(TypeError):
            Form(()).written(value)


def test_values_that_are_equal_and_of_different_kinds_stay_apart() -> None:
    """Yes is not one."""
    value = (True, 1, "1", None, (), frozenset({"b", "a"}), {"z": 1, "a": True})

    again = Form(()).read(Form(()).written(value))

    assert again == value
    assert [type(one) for one in again] == [type(one) for one in value]
    assert list(again[-1]) == ["z", "a"]
