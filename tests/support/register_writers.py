"""Programs that write to a register store and meet with misfortune: `python -m tests.support.register_writers`.

    killed FOLDER ROUNDS   one writer at a time, each killed while it writes
    several FOLDER COUNT   several writers at once, which make the store together
    full FOLDER ROUNDS     one writer at a time, whose disk takes no more than some hundred kilobytes

Each looks at the store afterwards and stops with an error if anything is lost, doubled or half there.
They are processes of their own, because a process that was forked from a test would have its threads and files.
"""

import json
import os
import random
import resource
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.register import Join
from panarchy_rules.register.storage import RegisterStore

_DAY = date(2026, 2, 1)
_MOST_ROUNDS_A_STORE = 50
_MOST_BYTES = (60_000, 400_000)


def killed(folder: Path, rounds: int) -> dict[str, int]:
    """Kill a writer again and again, and look at what it leaves behind."""
    seen = {"acknowledged": 0, "recorded": 0}
    chance = random.Random(7)
    for number in range(rounds):
        path = folder / f"{number // _MOST_ROUNDS_A_STORE}.sqlite"
        writer, acknowledged = _start(path, f"{number}")
        if number % 3:
            select.select([acknowledged], [], [], 10)  # Two of three are killed after they have acknowledged something.
        time.sleep(chance.choice((0.005, 0.05, 0.25)) * chance.random())
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        last = _last_line(acknowledged)
        with RegisterStore.open(path) as store:
            assert store.head().entry >= last, f"entry {last} was acknowledged and is lost"
            _look_at(store)
        seen["acknowledged"] += last > 0
        seen["recorded"] += store_length(path)
    return seen


def several(folder: Path, count: int) -> dict[str, int]:
    """Let several programs make one store and write to it until each has written forty batches."""
    path = folder / "register.sqlite"
    writers = [_start(path, f"{number}", batches=40) for number in range(count)]
    for writer, _ in writers:
        _, status = os.waitpid(writer, 0)
        assert status == 0, "a writer gave up"
    with RegisterStore.open(path) as store:
        _look_at(store)
        batches = Counter(entry.text for entry in store.read().entries)
    assert len(batches) == 40 * count, "a batch is lost"
    return {"recorded": sum(batches.values())}


def full(folder: Path, rounds: int) -> dict[str, object]:
    """Write until the disk is full, and look at the store when there is room again."""
    acknowledged = 0
    messages: Counter[str] = Counter()
    chance = random.Random(7)
    for number in range(rounds):
        last, message = _filled(
            folder / f"{number}.sqlite", _MOST_BYTES[1] if number == 0 else chance.randint(*_MOST_BYTES)
        )
        acknowledged += last > 0
        messages[message] += 1
    return {"acknowledged": acknowledged, "messages": messages}


def _filled(path: Path, most: int) -> tuple[int, str]:
    """What was acknowledged before the disk was full, and what was said then."""
    writer, reading = _start(path, "0", before=lambda: _limit_size(most))
    _, status = os.waitpid(writer, 0)
    *acknowledged, message = _lines(reading)
    last = int(acknowledged[-1]) if acknowledged else 0
    assert status == 0, "the writer did not stop in good order"
    with RegisterStore.open(path) as store:
        assert store.head().entry >= last, "what was acknowledged is lost"
        _look_at(store)
        store.append(_batch("after", 3))
        _look_at(store)
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    return last, message


def store_length(path: Path) -> int:
    """How many entries there are."""
    with RegisterStore.open(path, read_only=True) as store:
        return store.head().entry


def _start(
    path: Path, name: str, batches: int = sys.maxsize, before: Callable[[], None] = lambda: None
) -> tuple[int, int]:
    """A process that writes, and the end of a pipe on which it acknowledges what was recorded."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        before()
        _write(path, name, batches, writing)
        status = 0
    finally:
        os._exit(status)


def _write(path: Path, name: str, batches: int, acknowledge: int) -> None:
    try:
        with RegisterStore.open(path) as store:
            for number in range(batches):
                receipt = store.append(_batch(f"{name}.{number}", number % 4 + 1))
                os.write(acknowledge, f"{receipt.last}\n".encode())
    except Refused as refused:
        os.write(acknowledge, f"{refused.diagnostics[0].message}\n".encode())


def _batch(name: str, size: int) -> list[Join]:
    # The text says which batch an entry belongs to and how many belong to it.
    return [
        Join(recorded=_DAY, person=f"p{number}", provider="harbor", text=f"{name} of {size}") for number in range(size)
    ]


def _look_at(store: RegisterStore) -> None:
    found = store.verify()
    assert not found, found
    for text, count in Counter(entry.text for entry in store.read().entries).items():
        assert count == int(text.split()[-1]), f"a batch is only half there: {text}"


def _limit_size(most: int) -> None:
    # A write beyond the limit fails as it does on a full disk. Python ignores the signal that comes with it.
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def _last_line(reading: int) -> int:
    lines = _lines(reading)
    return int(lines[-1]) if lines else 0


def _lines(reading: int) -> list[str]:
    with os.fdopen(reading) as file:
        whole, _, _ = file.read().rpartition("\n")
    return whole.split("\n") if whole else []


if __name__ == "__main__":
    command, folder_name, *rest = sys.argv[1:]
    commands: dict[str, Callable[..., object]] = {"killed": killed, "several": several, "full": full}
    print(json.dumps(commands[command](Path(folder_name), *map(int, rest))))
