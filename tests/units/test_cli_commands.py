"""What is true of every verb: help, misuse, exit codes, streams."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from panarchy_rules import __version__
from panarchy_rules.cli import command, output
from panarchy_rules.cli.arguments import VERBS, overview
from tests.support.checkout import ROOT
from tests.support.command import panarchy

ULEX = ROOT / "examples/ulex"


def test_the_version_is_that_of_the_package() -> None:
    """A report of a mistake can name it."""
    ran = panarchy("--version")

    assert (ran.code, ran.out, ran.err) == (0, f"panarchy {__version__}\n", "")


def test_the_overview_names_every_verb() -> None:
    """Nothing has to be guessed."""
    ran = panarchy("--help")

    assert ran.code == 0
    assert all(f"\n  {verb.name} " in ran.out for verb in VERBS)
    assert panarchy("help") == panarchy("-h") == ran


def test_the_overview_that_is_kept_is_the_one_that_is_made() -> None:
    """`panarchy --help` prints it without reading the verbs; `make outputs` writes it."""
    ran = subprocess.run([sys.executable, "-m", "panarchy_rules", "--help"], capture_output=True, check=True)

    assert ran.stdout.decode() == overview() == (ROOT / "src/panarchy_rules/cli/overview.txt").read_text("utf-8")


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_a_verb_explains_itself(verb: object) -> None:
    """`--help` anywhere after a verb explains it, and so does `help` before it."""
    name = verb.name  # type: ignore[attr-defined]
    ran = panarchy(name, "x", "--help")

    assert ran.code == 0
    assert ran.out.startswith(f"usage: panarchy {name} ")
    assert max(map(len, ran.out.splitlines()[1:])) <= 88
    assert panarchy("help", name) == ran


def test_help_loads_nothing_heavy() -> None:
    """`--help` and `--version` answer at once."""
    heavy = "{'lark', 'pydantic', 'networkx', 'rich'}"
    code = (
        f"import sys; from panarchy_rules.cli import main; main(['--help']); sys.exit(bool({heavy} & set(sys.modules)))"
    )

    assert (
        subprocess.run(
            [sys.executable, "-c", code], check=False, env=_environment(), stdout=subprocess.DEVNULL
        ).returncode
        == 0
    )


@pytest.mark.parametrize(
    ("words", "message", "help"),
    [
        ((), "what to do is missing", "the verbs are"),
        (("chek",), "`chek` is not a verb of `panarchy`", "did you mean `check`?"),
        (("summon",), "`summon` is not a verb of `panarchy`", "the verbs are `ask`"),
        (("--verbose",), "`--verbose` is not an option of `panarchy`", "begin with a verb"),
        (("resolve",), "`panarchy resolve` needs a DISPUTE", "write `panarchy resolve DISPUTE"),
        (("resolve", "a", "b"), "`b` is one word too many", "write `panarchy resolve"),
        (("resolve", ""), "DISPUTE is empty", "write `panarchy resolve"),
        (("check", "--fromat", "json"), "`--fromat` is not an option of `panarchy check`", "did you mean `--format`?"),
        (("check", "--form", "json"), "`--form` is not an option of `panarchy check`", "did you mean `--format`?"),
        (("check", "--format"), "`--format` needs a value", "write `panarchy check"),
        (("check", "--format", "jsn"), "`--format` cannot be `jsn`", "did you mean `json`?"),
        (("check", "--format=xml"), "`--format` cannot be `xml`", "it can be `json`, `text`"),
        (("resolve", "a", "--world="), "`--world` needs a value", ""),
        (("graph", "--persons=yes"), "`--persons` takes no value", "write `panarchy graph"),
        (("graph", "--as-of", "May"), "`--as-of` must be a date, not `May`", "such as 2026-06-01"),
    ],
)
def test_misuse_is_told_in_plain_words(words: tuple[str, ...], message: str, help: str) -> None:
    """A wrong command is a diagnostic on the side of errors, with a way out."""
    ran = panarchy(*words)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error[PR800]: {message}\n")
    assert help in ran.err


def test_words_after_two_dashes_are_names_of_files() -> None:
    """A file may be called like an option."""
    ran = panarchy("check", "--", "--format")

    assert "error[PR100]: there is no such file or folder\n --> --format" in ran.out


def test_an_internal_error_shows_no_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours is named as one, and no more is said unless somebody asks."""
    monkeypatch.delenv("PANARCHY_DEBUG", raising=False)
    monkeypatch.setattr(command, "import_module", _broken)

    ran = panarchy("check")

    assert (ran.code, ran.out) == (70, "")
    assert ran.err.startswith("internal error: this is a mistake in panarchy_rules, not in your files\n")
    assert "ZeroDivisionError" not in ran.err
    assert "Traceback" not in ran.err


def test_an_internal_error_can_be_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    """With PANARCHY_DEBUG there is a traceback to report."""
    monkeypatch.setenv("PANARCHY_DEBUG", "1")
    monkeypatch.setattr(command, "import_module", _broken)

    assert "ZeroDivisionError" in panarchy("check").err


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who presses Ctrl-C knows it."""
    monkeypatch.setattr(command, "import_module", _interrupted)

    ran = panarchy("check")

    assert (ran.code, ran.out, ran.err) == (130, "", "interrupted\n")


def test_a_reader_who_leaves_is_no_mistake() -> None:
    """`panarchy resolve ... | head` ends without a word."""
    process = _start("resolve", ULEX)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()

    assert process.stderr.read() == b""
    assert process.wait() == 141
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_told() -> None:
    """What could not be written is not passed over."""
    with Path("/dev/full").open("w") as full:
        finished = subprocess.run(
            _command("check", ULEX), check=False, env=_environment(), stdout=full, stderr=subprocess.PIPE
        )

    assert finished.returncode == 2
    assert finished.stderr.startswith(b"error[PR100]: the output cannot be written: no space left on device")


def test_the_output_is_utf_8_in_any_locale(tmp_path: Path) -> None:
    """The same command gives the same bytes everywhere."""
    (tmp_path / "panarchy.toml").write_text('[world]\nname = "Þorgeir"\nlanguage = 1\n', "utf-8")
    words = _command("check", tmp_path)
    plain = subprocess.run(words, check=False, env=_environment(), stdout=subprocess.PIPE).stdout
    narrow = {
        **_environment(),
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "ascii",
        "PYTHONCOERCECLOCALE": "0",
    }

    assert "`Þorgeir`".encode() in plain
    assert subprocess.run(words, check=False, env=narrow, stdout=subprocess.PIPE).stdout == plain


def test_a_terminal_gets_colours_and_a_pipe_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours add nothing but colours."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    text = "error[PR200]: `x` [bold]is not known[/bold]\n\n1 file, 1 error, 0 warnings"
    terminal, pipe = _Terminal(), io.StringIO()

    output.say(text, terminal)
    output.say(text, pipe)

    assert pipe.getvalue() == text + "\n"
    assert "\x1b[1;31merror[PR200]\x1b[0m" in terminal.getvalue()
    assert _without_colours(terminal.getvalue()) == pipe.getvalue()


def test_colours_can_be_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR is obeyed."""
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = _Terminal()

    output.say("error[PR200]: no", terminal)

    assert terminal.getvalue() == "error[PR200]: no\n"


def test_what_strangers_write_cannot_command_a_terminal() -> None:
    """Control characters and changes of direction are shown as replaced."""
    stream = io.StringIO()

    output.say("a\x1b[2Jb\u202ec\x9bd\te\ud800", stream)

    assert stream.getvalue() == "a\ufffd[2Jb\ufffdc\ufffdd\te\ufffd\n"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _without_colours(text: str) -> str:
    parts = text.split("\x1b[")
    return parts[0] + "".join(part.partition("m")[2] for part in parts[1:])


def _broken(_: str) -> None:
    raise ZeroDivisionError


def _interrupted(_: str) -> None:
    raise KeyboardInterrupt


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PANARCHY_DEBUG"}
    return {**kept, "PYTHONPATH": str(ROOT / "src")}


def _command(*words: object) -> list[str]:
    return [sys.executable, "-m", "panarchy_rules", *map(str, words)]


def _start(*words: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(_command(*words), env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_every_verb_can_print_json() -> None:
    """Programs read what people read."""
    assert [verb.name for verb in VERBS if "format" not in {option.name for option in verb.options}] == []


def test_new_and_graph_print_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that were made, and the graph as a table."""
    monkeypatch.chdir(tmp_path)

    made = panarchy("new", "aegis", "--format", "json").table
    graph = panarchy("graph", "aegis", "--format", "json").table

    assert (made["status"], made["folder"]) == ("ok", "aegis")
    assert "panarchy.toml" in made["files"]
    assert (graph["status"], graph["world"]) == ("ok", "aegis")
