"""Run the commands a Markdown document shows: a document in, the same document with the real outputs out.

A document is right when nothing changes. What it may contain:

    <!-- in: tmp -->              (near the top) its commands run in an empty folder, else in the checkout
    <!-- file: law/harbor.law --> the next fenced block is written to that file (only with `in: tmp`)
    <!-- output of: COMMAND -->   the next fenced block is what COMMAND prints
    a block ```sh or ```console whose first line starts with `$ `: each such line is a command,
    and the lines up to the next one are what it prints

Errors are printed among the output, as on a screen.
`python -m tests.support.documents FILE...` writes the real outputs into the files.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.checkout import ROOT, files, name

_BLOCK = re.compile(
    r"^(?:<!-- (?P<marker>output of|file): (?P<value>.+?) -->\n\n?)?"
    r"(?P<fence>`{3,})(?P<language>[^\n`]*)\n(?P<body>.*?)^(?P=fence)`*$",
    re.MULTILINE | re.DOTALL,
)
_MARKER = re.compile(r"^<!-- (?:output of|file):.*", re.MULTILINE)
_IN_TMP = re.compile(r"^<!-- in: tmp -->$", re.MULTILINE)
_SECONDS = 120
_NO_SUCH_COMMAND = 127


class WrongMarker(Exception):
    """What a document asks for cannot be done."""


def documents() -> list[str]:
    """The names of all documents with something to run."""
    folders = ("README.md", "docs/", "examples/")
    names = [name(path) for path in files("*.md") if name(path).startswith(folders)]
    return [each for each in names if _runs_something((ROOT / each).read_text("utf-8"))]


def refreshed(text: str, empty_folder: Path) -> str:
    """The document with the real outputs. Commands run in `empty_folder` if the document asks for one."""
    isolated = _IN_TMP.search(text) is not None
    folder = empty_folder if isolated else ROOT
    stray = _MARKER.search(_BLOCK.sub("", text))
    if stray:
        raise WrongMarker(f"no fenced block follows {stray[0]}")

    def fresh(block: re.Match[str]) -> str:
        body = block["body"]
        if block["marker"] == "file":
            if not isolated:
                raise WrongMarker(f"`file: {block['value']}` needs `in: tmp` at the top of the document")
            _write(folder, block["value"], body)
        elif block["marker"] == "output of":
            body = _output(block["value"], folder)
        elif _is_transcript(block):
            body = _transcript(body, folder)
        start = block.start()
        return block[0][: block.start("body") - start] + body + block[0][block.end("body") - start :]

    return _BLOCK.sub(fresh, text)


def _runs_something(text: str) -> bool:
    return bool(_MARKER.search(text)) or any(map(_is_transcript, _BLOCK.finditer(text)))


def _is_transcript(block: re.Match[str]) -> bool:
    return block["language"] in ("sh", "console") and block["body"].startswith("$ ")


def _transcript(body: str, folder: Path) -> str:
    commands = [line for line in body.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{_output(line[2:], folder)}" for line in commands)


def _output(command: str, folder: Path) -> str:
    """What a command prints on a terminal of 80 columns without colours."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    finished = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_SECONDS,
        check=False,
    )
    if finished.returncode == _NO_SUCH_COMMAND:
        raise WrongMarker(finished.stdout.decode("utf-8"))
    printed = finished.stdout.decode("utf-8")
    return printed if printed.endswith("\n") or not printed else printed + "\n"


def _write(folder: Path, named: str, body: str) -> None:
    target = (folder / named).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise WrongMarker(f"`file: {named}` lies outside the working folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(body, "utf-8")


def _rewrite(document: Path) -> None:
    with tempfile.TemporaryDirectory() as empty_folder:
        text = document.read_text("utf-8")
        real = refreshed(text, Path(empty_folder))
    if real != text:
        document.write_text(real, "utf-8")
        print(f"rewrote {document}")


if __name__ == "__main__":
    for argument in sys.argv[1:] or documents():
        _rewrite(Path(argument))
