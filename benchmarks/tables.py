"""Measure the memory of `panarchy batch`: `python benchmarks/tables.py [ROWS...]`, by default 200000 and 1600000.

Each table is a Parquet file of disputes between members of two codes, decided by one process. That memory does not
grow with the rows is what is asked; the time is that of everything, from the file to the files of results.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

LAWS = """vocabulary trade
matter sale
fact price is money
fact late is days
fact storm is yes_no

rulebook harbor "Harbor" uses trade
governs sale
acceptance sellers_law accept law of respondent for sale towards members of market
rule delay respondent owes claimant price * 3 % when late > 10 days
exception force_majeure to delay claim fails when storm
step cents of damages round half even to 0.01 EUR
steps of damages cents

rulebook market "Market" uses trade
governs sale
acceptance sellers_law accept law of respondent for sale towards members of harbor
rule delay respondent owes claimant price * 5 % when late > 20 days
"""
MAP = """[dispute]
matter = "sale"
anchor = 2026-02-01
[parties]
claimant = { column = "buyer" }
respondent = { column = "seller" }
[facts]
price = { column = "price", unit = "EUR" }
late = { column = "days_late" }
storm = { column = "storm" }
"""
PIECE = 100_000


def main() -> None:
    """One line for each size."""
    sizes = [int(size) for size in sys.argv[1:]] or [200_000, 1_600_000]
    print("| rows | peak memory, MiB | processor time, s |\n| --- | --- | --- |")
    with TemporaryDirectory() as place:
        folder = Path(place)
        _world(folder)
        for size in sizes:
            # In a process of its own: a child counts what its parent held when it began.
            subprocess.run([sys.executable, "-c", _WRITE.format(here=str(Path(__file__).parent)), str(size), place],
                           check=True)  # fmt: skip
            peak, seconds = _decided(folder, size)
            print(f"| {size:,} | {peak:.0f} | {seconds:.1f} |")


_WRITE = "import sys; sys.path.insert(0, {here!r}); import tables; tables.write(int(sys.argv[1]), sys.argv[2])"


def _world(folder: Path) -> None:
    (folder / "panarchy.toml").write_text('[world]\nname = "quay"\nlanguage = 1\n')
    for name, text in zip(("trade", "harbor", "market"), LAWS.split("\n\n"), strict=True):
        (folder / f"{name}.law").write_text(f"{text}\n")
    joins = (
        f'{{"entry": {entry}, "act": "join", "person": "{person}", "provider": "{code}", "recorded": "2025-01-01"}}\n'
        for entry, (person, code) in enumerate((("ana", "harbor"), ("ben", "market")), 1)
    )
    (folder / "register.jsonl").write_text("".join(joins))
    (folder / "columns.toml").write_text(MAP)


def write(size: int, folder: str) -> None:
    """A table of some size."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    drawn = np.random.default_rng(1)
    writer = None
    for begin in range(0, size, PIECE):
        count = min(PIECE, size - begin)
        side = drawn.integers(0, 2, count)
        cents = drawn.integers(0, 10_000_000, count).tolist()
        piece = pa.table(
            {
                "buyer": pa.array(np.where(side == 0, "ana", "ben")),
                "seller": pa.array(np.where(side == 0, "ben", "ana")),
                "price": pa.array([f"{n // 100}.{n % 100:02}" for n in cents]).cast(pa.decimal128(12, 2)),
                "days_late": pa.array(drawn.integers(0, 60, count)),
                "storm": pa.array(drawn.integers(0, 2, count) == 1),
            }
        )
        writer = writer or pq.ParquetWriter(Path(folder) / f"{size}.parquet", piece.schema)
        writer.write_table(piece)
    if writer:
        writer.close()


def _decided(folder: Path, size: int) -> tuple[float, float]:
    """Peak memory in MiB and processor seconds of the command."""
    command = [sys.executable, "-m", "panarchy_rules", "batch", f"{size}.parquet", "--map", "columns.toml", "--to",
               f"results-{size}"]  # fmt: skip
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(said.decode()[-2000:])
    return usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
