"""`panarchy new`: a name in, a folder with a small world that works out."""

import argparse
import re
import shutil
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import groupby
from pathlib import Path
from shlex import quote

from panarchy_rules.base.boundary import Unfit, quoted
from panarchy_rules.base.fields import read_name
from panarchy_rules.cli.exits import Exit, misuse, unreadable
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.paths import shown

TEMPLATE = "new_world"


def run(arguments: argparse.Namespace) -> Exit:
    """Write the world, and say what to try next."""
    name = _name(arguments.place[0])
    folder = shown(Path(arguments.dir) / name)
    _make(folder)
    try:
        for path, text in _literate(_template()) if arguments.literate else _template():
            place = folder.joinpath(*path)
            place.parent.mkdir(exist_ok=True)
            place.write_text(text.replace(TEMPLATE, name), encoding="utf-8", newline="\n")
    except (OSError, KeyboardInterrupt):
        # Half a world would stand in the way of the next attempt.
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if arguments.format == "json":
        files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        say_json({"status": "ok", "folder": str(folder), "files": files})
    else:
        say(_next(folder))
    return Exit.OK


def _name(word: str) -> str:
    try:
        return read_name(word)
    except Unfit as unfit:
        cure = "choose the place with `--dir`" if "/" in word or "\\" in word else unfit.cure
        raise misuse(f"the name of a world {unfit.message}", cure) from None


def _make(folder: Path) -> None:
    for parent in (folder.parent, *folder.parent.parents):
        if parent.exists() and not parent.is_dir():
            raise unreadable(parent, "this is a file, and no folder can be made in it", "choose another place", "PR801")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
    except FileExistsError:
        message = f"there is already something called {quoted(folder.name)} here, and nothing is written over it"
        raise unreadable(folder, message, "choose another name, or another place with `--dir`", "PR801") from None


def _template(folder: Traversable | None = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every file of the template: where it goes, and its text."""
    folder = folder or files("panarchy_rules") / "library" / TEMPLATE
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _template(entry, (*path, entry.name))
        else:
            yield (*path, entry.name), entry.read_text(encoding="utf-8")


_LAW = ".law"


def _literate(template: Iterable[tuple[tuple[str, ...], str]]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The same files with the laws as Markdown, and the names of their files changed where others speak of them."""
    written = [*template]
    laws = [path[-1] for path, _ in written if path[-1].endswith(_LAW)]
    for path, text in written:
        if path[-1] in laws:
            yield (*path[:-1], f"{path[-1]}.md"), as_markdown(text)
        else:
            for law in laws:
                text = text.replace(law, f"{law}.md")
            yield path, text


def as_markdown(law: str) -> str:
    """A file of law as a literate one: comments on lines of their own become prose, the rest blocks of law.

    The title of the file is its heading.
    """
    title = re.search(r'^(?:rulebook|vocabulary|module) \S+ "([^"]*)"', law, re.MULTILINE)
    parts = [f"# {title[1]}"] if title else []
    for prose, lines in groupby(law.split("\n"), key=lambda line: line.startswith("-- ")):
        text = "\n".join(line.removeprefix("-- ") if prose else line for line in lines).strip("\n")
        if text:
            parts.append(text if prose else f"```law\n{text}\n```")
    return "\n\n".join(parts) + "\n"


def _next(folder: Path) -> str:
    world, dispute = quote(str(folder)), quote(str(folder / "disputes" / "late_apples.toml"))
    return f"""\
{folder} is a world of three laws, a register and a dispute; {folder / "README.md"} explains it

try:
  panarchy check {world}
  panarchy test {world}
  panarchy resolve {dispute}
  panarchy graph {world} --persons
"""
