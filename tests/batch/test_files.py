"""Tables in files: every form gives the same result, in pieces, and work that was killed is gone on with."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest

from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.batch.engine import Kernel
from panarchy_rules.batch.many import table_map
from panarchy_rules.batch.plan import plan
from panarchy_rules.batch.run import Done, Order, run
from tests.support.checkout import ROOT
from tests.support.tables import MAP, drawn, traders

SIMPLE = ("ana", "abe", "ben", "bob")


def _run(table: Path, folder: Path, rows: int = 70, **more: Any) -> Done:
    planned = plan(traders().law_world, table_map(MAP))
    order = Order(table, folder, more.pop("world", "w"), more.pop("map", "m"), rows=rows, sample=1, **more)
    return run(planned, Kernel(planned.table), order)


def _written(table: Any, folder: Path, ending: str) -> Path:
    path = folder / f"table{ending}"
    if ending == ".parquet":
        pq.write_table(table, path, row_group_size=33)
    elif ending == ".csv":
        pyarrow.csv.write_csv(table, path)
    else:
        new = pa.ipc.new_stream if ending == ".arrows" else pa.ipc.new_file
        with pa.OSFile(str(path), "wb") as file, new(file, table.schema) as writer:
            writer.write_table(table, max_chunksize=41)
    return path


def _rows(folder: Path, form: str = "parquet") -> Any:
    return pyarrow.dataset.dataset(sorted(folder.glob(f"part-*.{form}")), format=form).to_table()


@pytest.mark.parametrize("ending", [".parquet", ".arrow", ".arrows", ".csv"])
def test_every_form_of_table_gives_the_same_rows(ending: str, tmp_path: Path) -> None:
    """Whatever the sizes of its own pieces, and in text as in numbers."""
    table = drawn(150, persons=SIMPLE)
    if ending == ".csv":
        for name in ("cents", "fault"):
            texts = [None if cell is None else str(cell) for cell in table.column(name).to_pylist()]
            table = table.set_column(table.column_names.index(name), name, pa.array(texts))

    done = _run(_written(table, tmp_path, ending), tmp_path / "out")

    assert done.rows == 150
    expected = traders().resolve_many(table, MAP).table
    assert _rows(tmp_path / "out").to_pylist() == expected.to_pylist()


def test_the_result_can_be_arrow(tmp_path: Path) -> None:
    """The same rows in the other form."""
    path = _written(drawn(80, persons=SIMPLE), tmp_path, ".parquet")

    _run(path, tmp_path / "one")
    _run(path, tmp_path / "two", form="arrow")

    assert _rows(tmp_path / "two", "arrow").to_pylist() == _rows(tmp_path / "one").to_pylist()


def test_lines_that_are_no_rows_are_set_aside(tmp_path: Path) -> None:
    """Too few cells, bytes that are no UTF-8, a stray quotation mark, a cell without end; the rows between stay."""
    path = _written(drawn(3, persons=SIMPLE), tmp_path, ".csv")
    lines = path.read_bytes().splitlines()
    bad = [b"a,b", lines[1].replace(b"sale", b"\xff").replace(b"service", b"\xff"), b'"c"x,' + lines[1],
           b'"' + b"x" * 200_000]  # fmt: skip
    path.write_bytes(b"\n".join([*lines[:2], *bad[:3], lines[2], lines[3], bad[3]]) + b"\n")

    done = _run(path, tmp_path / "out")

    aside = [json.loads(line) for line in (tmp_path / "out/set_aside/part-000000.jsonl").read_text().splitlines()]
    assert [row["row"] for row in aside] == [2, 3, 4, 7]
    assert {row["code"] for row in aside} == {"PR714"}
    assert _rows(tmp_path / "out").column("row").to_pylist() == [1, 5, 6]
    assert done.counts["set aside"] == 4


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.parquet", b"no parquet", "this is no parquet file"),
        ("t.arrow", b"", "this is no arrow file"),
        ("t.csv", b"", "the table has no column `case`"),
        ("t.csv", b"case,case,matter\n", "the table has several columns `case`"),
        ("t.xls", b"", "the ending of its name says nothing"),
    ],
)
def test_what_is_no_table_is_refused(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    """With a sentence, whatever the bytes."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(Refused, match=said):
        _run(tmp_path / name, tmp_path / "out")


@pytest.mark.parametrize("about", ["world", "map", "form", "rows", "input"])
def test_another_input_world_or_map_is_not_gone_on_with(about: str, tmp_path: Path) -> None:
    """The message says what is another."""
    path = _written(drawn(80, persons=SIMPLE), tmp_path, ".parquet")
    _run(path, tmp_path / "out")
    before = _bytes(tmp_path / "out")
    more: dict[str, Any] = {} if about == "input" else {about: {"form": "arrow", "rows": 71}.get(about, "other")}
    if about == "input":
        _written(drawn(80, 2, persons=SIMPLE), tmp_path, ".parquet")

    with pytest.raises(Refused, match="this folder was begun with another") as found:
        _run(path, tmp_path / "out", **more)

    assert [one.code for one in found.value.diagnostics] == ["PR712"]
    assert _bytes(tmp_path / "out") == before


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written where somebody keeps other things."""
    (tmp_path / "diary.txt").write_text("dear diary")

    with pytest.raises(Refused, match="there are other files in this folder"):
        _run(_written(drawn(3), tmp_path / "..", ".parquet"), tmp_path)

    assert [file.name for file in tmp_path.iterdir() if file.name != ".lock"] == ["diary.txt"]


@pytest.mark.parametrize("spoilt", ["part-000001.parquet", "parts.jsonl", "set_aside/part-000000.jsonl"])
def test_what_is_not_as_it_was_written_is_done_again(spoilt: str, tmp_path: Path) -> None:
    """A part that is cut short or gone, and a line of the journal that was being written."""
    table = drawn(300, persons=SIMPLE)
    claimants = ["nobody", *table.column("claimant").to_pylist()[1:]]
    path = _written(table.set_column(3, "claimant", pa.array(claimants)), tmp_path, ".parquet")
    _run(path, tmp_path / "out")
    whole = _bytes(tmp_path / "out")
    file = tmp_path / "out" / spoilt
    file.write_bytes(file.read_bytes()[:-9])

    done = _run(path, tmp_path / "out")

    assert _bytes(tmp_path / "out") == whole
    assert done.before < 300


def test_work_that_is_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Killed at any moment, and gone on with until it ends: the same bytes as without."""
    path = _written(drawn(400, persons=SIMPLE), tmp_path, ".parquet")
    _run(path, tmp_path / "whole", rows=40)
    word = [sys.executable, "-c", _WORK, str(path), str(tmp_path / "killed")]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    kills = 0

    for number in range(40):
        with subprocess.Popen(word, env=environment, stdout=subprocess.PIPE) as working:
            assert working.stdout is not None
            working.stdout.readline()  # It has begun.
            time.sleep(0.1 + 0.15 * number)
            working.send_signal(signal.SIGKILL)
            kills += working.wait() == -signal.SIGKILL
        if json.loads((tmp_path / "killed/manifest.json").read_text()).get("finished"):
            break

    assert kills >= 3
    assert _bytes(tmp_path / "killed") == _bytes(tmp_path / "whole")


_WORK = """
import sys
from pathlib import Path
from tests.batch.test_files import _run
from panarchy_rules.batch import run
begin = run.resolve_piece
def told(*given):
    print("begun", flush=True)
    return begin(*given)
run.resolve_piece = told
_run(Path(sys.argv[1]), Path(sys.argv[2]), rows=40)
"""


def _bytes(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != ".lock")
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}
