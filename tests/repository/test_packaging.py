"""What people install is what stands in the checkout, grammars included."""

import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.checkout import ROOT, files, name

pytestmark = pytest.mark.xdist_group("packaging")

# `-S` keeps the folders of this environment away until the installed folder stands before them.
PARSE = """
import json, site, sys
site.addsitedir(sys.argv[1])
site.addsitedir(sys.argv[2])
import panarchy_rules
from panarchy_rules.syntax import parse
from panarchy_rules.syntax.grammar_files import grammar_folder, grammar_texts
parsed = parse("harbor.law", 'rulebook harbor "Harbor"\\nlanguage 1\\n')
print(json.dumps({
    "package": panarchy_rules.__file__,
    "grammars": str(grammar_folder()),
    "grammar": grammar_texts()[0],
    "clauses": len(parsed.file.clauses),
    "diagnostics": [d.message for d in parsed.diagnostics],
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    return _build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_carries_the_package_and_the_grammars(wheel: Path) -> None:
    """Each file arrives with the same bytes, and nothing else arrives."""
    with zipfile.ZipFile(wheel) as archive:
        arrived = {each: archive.read(each) for each in archive.namelist() if ".dist-info/" not in each}

    assert arrived == {_in_wheel(path): path.read_bytes() for path in files() if _in_wheel(path)}


def test_the_wheel_installs_the_command(wheel: Path) -> None:
    """`panarchy` is there after an ordinary installation."""
    with zipfile.ZipFile(wheel) as archive:
        (entry_points,) = (each for each in archive.namelist() if each.endswith("/entry_points.txt"))
        text = archive.read(entry_points).decode()

    assert "[console_scripts]\npanarchy = panarchy_rules.__main__:main\n" in text


def test_the_wheel_parses_a_rulebook_far_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """An installed package needs nothing of the checkout."""
    seen = _parse_with(_installed(wheel, tmp_path / "site"), tmp_path)

    assert Path(seen["package"]).is_relative_to(tmp_path)
    assert Path(seen["grammars"]).is_relative_to(tmp_path)
    assert (seen["clauses"], seen["diagnostics"]) == (2, [])


def test_an_editable_installation_reads_the_grammars_of_the_checkout(tmp_path: Path) -> None:
    """It leaves a copy of them among the installed packages, which is old as soon as a grammar changes."""
    checkout = tmp_path / "checkout"
    for path in files():
        if name(path).startswith(("src/", "grammars/")) or path.parent == ROOT:
            (checkout / name(path)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, checkout / name(path))
    installed = _installed(_build(checkout, "wheel:editable", tmp_path / "wheel"), tmp_path / "site")
    changed = checkout / "grammars/rulebook.lark"
    changed.write_text(changed.read_text("utf-8") + "\n// Changed after the installation.\n", "utf-8")

    seen = _parse_with(installed, tmp_path)

    assert (installed / "panarchy_rules/grammars/rulebook.lark").exists()
    assert seen["grammar"] == changed.read_text("utf-8")
    assert (seen["clauses"], seen["diagnostics"]) == (2, [])


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """Whoever has only the source archive has all of it."""
    shutil.unpack_archive(_build(ROOT, "sdist", tmp_path / "source"), tmp_path / "unpacked")
    (unpacked,) = (tmp_path / "unpacked").iterdir()

    assert _build(unpacked, "wheel", tmp_path / "wheel").read_bytes() == wheel.read_bytes()


def _build(checkout: Path, kind: str, folder: Path) -> Path:
    """The archive of that kind, in a folder that is empty before."""
    command: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder]
    subprocess.run(command, cwd=checkout, check=True)
    (built,) = folder.iterdir()
    return built


def _installed(wheel: Path, folder: Path) -> Path:
    """A folder with the wheel in it. A wheel of pure Python is installed by unpacking it."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def _parse_with(installed: Path, elsewhere: Path) -> dict[str, Any]:
    """What the installed package says of itself, asked from outside the checkout."""
    dependencies = sysconfig.get_path("purelib")
    command: list[str | Path] = [sys.executable, "-I", "-S", "-c", PARSE, installed, dependencies]
    finished = subprocess.run(command, cwd=elsewhere, check=True, stdout=subprocess.PIPE, text=True)
    seen: dict[str, Any] = json.loads(finished.stdout)
    return seen


def _in_wheel(path: Path) -> str:
    """Where a file of the checkout stands in the wheel; nothing if it stays at home."""
    parts = name(path).split("/")
    if parts[:2] == ["src", "panarchy_rules"]:
        return "/".join(parts[1:])
    return f"panarchy_rules/{name(path)}" if parts[0] == "grammars" else ""
