"""Compiled functions are kept on disk, and what is kept is believed only if it is whole."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

from panarchy_rules.backends.kernel.native import SCOPE, native, native_text
from tests.support.checkout import ROOT

SOURCE = """
def decide(column, count):
    read = at_int32(column)
    total = 0
    for i in range(count):
        total += rounded(read[i], 10, 0)
    return total
"""
CALL = "print(_called())"
NUMBERS = np.array([15, 25, -15, 4, 1000], np.int32)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is kept."""
    monkeypatch.setenv("PANARCHY_CACHE", str(tmp_path))
    return tmp_path


def _called() -> int:
    made = native(_function_of(SOURCE), SOURCE)
    return made.call(NUMBERS.ctypes.data, len(NUMBERS))


def _function_of(source: str) -> Callable[..., int]:
    scope: dict[str, Any] = dict(SCOPE)
    exec(source, scope)
    made: Callable[..., int] = scope["decide"]
    return made


def _no_compiler(*_: object, **__: object) -> None:
    raise AssertionError("this was compiled again")


def test_what_was_compiled_once_is_not_compiled_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine code is read back, and does the same."""
    first = _called()
    monkeypatch.setattr(numba, "cfunc", _no_compiler)

    assert _called() == first == 2 + 2 - 2 + 0 + 100
    assert len([*kept.glob("native-*")]) == 1


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"cut", b"flipped"])
def test_what_is_damaged_is_compiled_again(kept: Path, damage: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut short, written over, or one bit of it turned: it is as if it were not there, and then it is whole again."""
    first = _called()
    (file,) = kept.glob("native-*")
    whole = file.read_bytes()
    middle = len(whole) // 2
    found = {b"cut": whole[:middle], b"flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]}
    file.write_bytes(found.get(damage, damage))

    assert _called() == first
    monkeypatch.setattr(numba, "cfunc", _no_compiler)
    assert _called() == first


def test_another_source_has_another_file(kept: Path) -> None:
    """A change of one number is another function."""
    _called()
    other = SOURCE.replace("10, 0", "10, 1")

    assert native(_function_of(other), other).call(NUMBERS.ctypes.data, len(NUMBERS)) == 2 + 3 - 2 + 0 + 100
    assert len([*kept.glob("native-*")]) == 2


def test_a_new_process_reads_what_another_kept(kept: Path) -> None:
    """Before it has compiled anything itself."""
    _called()
    words = f"from tests.units.test_native import _called, _no_compiler as no; import numba; numba.cfunc = no; {CALL}"

    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("102\n", 0), done.stderr


def test_threads_of_a_new_process_read_it_at_once(kept: Path) -> None:
    """What numba sets up when it is first used is set up by one of them."""
    _called()
    words = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from tests.units.test_native import _called
sys.setswitchinterval(1e-6)
ready = Barrier(8)
with ThreadPoolExecutor(8) as threads:
    print({*threads.map(lambda _: ready.wait() * 0 + _called(), range(8))})
"""

    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("{102}\n", 0), done.stderr


def test_without_a_folder_everything_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing needs the folder."""
    monkeypatch.setenv("PANARCHY_CACHE", "off")

    assert _called() == 102


TEXT = """
define i64 @decide(i64 %above, i64 %below) {
  %rounded = call i64 @rounded(i64 %above, i64 %below, i64 0)
  ret i64 %rounded
}
"""


def test_text_for_the_compiler_is_kept_alike(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It calls the functions of whole numbers, and what is damaged is compiled again."""
    assert [native_text(TEXT, 2).call(above, 10) for above in (25, 35, -25)] == [2, 4, -2]
    (file,) = kept.glob("native-*")
    with monkeypatch.context() as patched:
        patched.setattr("panarchy_rules.backends.kernel.native._by_llvm", _no_compiler)
        assert native_text(TEXT, 2).call(35, 10) == 4
    file.write_bytes(b"nonsense")

    assert native_text(TEXT, 2).call(35, 10) == 4
