"""Long work shows how far it is where a person looks on, and an interruption is one line and nothing half-written."""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from panarchy_rules.base.progress import tell, told, watched
from panarchy_rules.base.whole_files import write_whole, written_whole
from tests.support.checkout import ROOT
from tests.support.command import panarchy

# The line from the first moment on, and often.
AT_ONCE = """
import sys
from panarchy_rules.cli import progress
progress._AFTER, progress._A_SECOND = 0, 1000
from panarchy_rules.__main__ import main
sys.exit(main())
"""


def _hears_interruptions() -> None:
    """Tests that run behind others may have been told to ignore Ctrl-C; a command of a terminal hears it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class _Terminal:
    """A command with a terminal before it; what it shows is read to the end."""

    def __init__(self, *words: str, is_patient: bool = False) -> None:
        try:
            self._reads, other = pty.openpty()
        except OSError:
            pytest.skip("this system has no terminal to open")
        starts = ["-m", "panarchy_rules"] if is_patient else ["-c", AT_ONCE]
        self.process = subprocess.Popen(
            [sys.executable, *starts, *words],
            stdin=other,
            stdout=other,
            stderr=other,
            start_new_session=True,
            preexec_fn=_hears_interruptions,  # noqa: PLW1509 - no thread runs here.
            cwd=ROOT,
            env=os.environ | {"NO_COLOR": "1"},
        )
        os.close(other)
        self.seen = ""

    def shown(self) -> Iterator[str]:
        """What has been shown until now, again and again until the command ends."""
        while True:
            try:
                data = os.read(self._reads, 65536)
            except OSError:  # The other end is closed.
                data = b""
            if not data:
                break
            self.seen += data.decode("utf-8", "replace")
            yield self.seen
        os.close(self._reads)

    def ended(self) -> int:
        """The exit code, once all is shown."""
        for _ in self.shown():
            pass
        return self.process.wait(60)


def test_whoever_watches_hears_of_each_item() -> None:
    """And nobody else; of how many, if that is known."""
    heard: list[tuple[str, int, int | None]] = []

    assert list(told("ab", "letters")) == ["a", "b"]
    with watched(lambda *far: heard.append(far)):
        assert list(told("ab", "letters")) == ["a", "b"]
        assert list(told(iter([1]), "numbers")) == [1]
        tell("rows", 7)
    tell("rows", 8)

    assert heard == [("letters", 0, 2), ("letters", 1, 2), ("numbers", 0, None), ("rows", 7, None)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["test", "examples/ulex"], "disputes: "),
        (["resolve", "examples/ulex"], "disputes: "),
        (["secession", "examples/secession"], "quarrels: "),
        (["diff", "examples/ulex", "examples/ulex"], "disputes: "),
        (["graph", "coverage", "examples/bazaar"], "pairs of codes: "),
        (["graph", "cures", "examples/bazaar"], "pairs of codes: "),
        (["graph", "shopping", "examples/lantern"], "disputes: "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_terminal_shows_how_far_it_is(words: list[str], said: str) -> None:
    """On a line that is gone when the output stands there; in a pipe there is nothing."""
    terminal = _Terminal(*words)
    terminal.ended()
    piped = panarchy(*(str(ROOT / word) if "/" in word else word for word in words))

    assert f"\r{said}" in terminal.seen
    assert f"\r{said}" not in piped.out + piped.err
    assert "\r" not in piped.out + piped.err
    assert piped.out.splitlines()[-1] in terminal.seen


def test_replay_and_the_check_of_a_register_show_it_too(tmp_path: Path) -> None:
    """With what was made for them here."""
    judgment, store = tmp_path / "old.json", tmp_path / "register.sqlite"
    judgment.write_text(
        panarchy("resolve", str(ROOT / "examples/ulex/disputes/a.toml"), "--format", "json").out, "utf-8"
    )
    made = panarchy("register", "import", str(store), "--from", str(ROOT / "examples/ulex/register.jsonl"))
    replayed = _Terminal("replay", str(judgment), "--world", "examples/ulex")
    checked = _Terminal("register", "verify", str(store))

    assert made.code == 0, made.err
    assert (replayed.ended(), checked.ended()) == (0, 0)
    assert "\rjudgments: 0 of 1" in replayed.seen
    assert "the register holds" in checked.seen


@pytest.fixture(scope="module")
def long_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three thousand entries."""
    folder = tmp_path_factory.mktemp("register")
    store = folder / "register.sqlite"
    lines = (
        f'{{"entry": {number}, "act": "join", "person": "p{number}", "provider": "harbor", "recorded": "2025-01-01"}}'
        for number in range(1, 3001)
    )
    (folder / "register.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    made = panarchy("register", "import", str(store), "--from", str(folder / "register.jsonl"))
    assert made.code == 0, made.err
    return store


def test_the_check_of_a_long_register_shows_how_many_entries_it_has_seen(long_register: Path) -> None:
    """The number grows, and the result stands where the line was."""
    terminal = _Terminal("register", "verify", str(long_register))

    code = terminal.ended()

    counts = [int(count) for count in re.findall(r"\rentries: (\d+)", terminal.seen)]
    assert code == 0
    assert counts == sorted(counts)
    assert len(set(counts)) > 2
    assert "the register holds: 3000 entries" in terminal.seen


def test_the_check_of_a_long_register_can_be_interrupted(long_register: Path) -> None:
    """It ends with one line, and the store is as it was."""
    before = long_register.read_bytes()
    terminal = _Terminal("register", "verify", str(long_register))
    for seen in terminal.shown():
        if "\rentries: " in seen:
            os.killpg(terminal.process.pid, signal.SIGINT)
            break

    assert terminal.ended() == 130
    assert terminal.seen.replace("\r\n", "\n").rsplit("\r", 1)[-1] == "interrupted\n"
    assert "the register holds" not in terminal.seen
    assert long_register.read_bytes() == before
    assert panarchy("register", "verify", str(long_register)).code == 0


def test_json_has_no_company() -> None:
    """Not even on a terminal."""
    terminal = _Terminal("resolve", "examples/ulex", "--format", "json")
    terminal.ended()

    assert "disputes: " not in terminal.seen


def test_an_interruption_is_one_line(tmp_path: Path) -> None:
    """After two seconds the line is there; then Ctrl-C ends it all with code 130, and no file is half there."""
    world = tmp_path / "crowd"
    shutil.copytree(ROOT / "examples/secession", world)
    plan = (world / "secession.toml").read_text("utf-8")
    (world / "secession.toml").write_text(plan.replace("people = 10000", "people = 10000000"), "utf-8")
    drawn = tmp_path / "crowd.svg"
    terminal = _Terminal("secession", str(world), "--plot", str(drawn), is_patient=True)
    for seen in terminal.shown():
        if "people: " in seen:
            os.killpg(terminal.process.pid, signal.SIGINT)
            break
    code = terminal.ended()

    assert code == 130
    assert terminal.seen.replace("\r\n", "\n").rsplit("\r", 1)[-1] == "interrupted\n"
    assert "Traceback" not in terminal.seen
    assert [path.name for path in tmp_path.iterdir()] == ["crowd"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """What was there stays, also behind a link."""
    place, link = tmp_path / "a.law", tmp_path / "b.law"
    write_whole(place, "before")
    link.symlink_to(place)

    def interrupted() -> None:
        with written_whole(link) as part:
            part.write_text("half", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert place.read_text("utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.law", "b.law"]

    write_whole(link, "after")

    assert (place.read_text("utf-8"), link.is_symlink()) == ("after", True)
