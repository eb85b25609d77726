"""Run the cells of a notebook: the notebook in, what each of its cells prints or shows out.

`python -m tests.support.notebooks FILE` writes that into the notebook, as Jupyter would.
"""

import ast
import json
import os
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any


def outputs(notebook: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each cell of code with what it prints; the value of a last line that is an expression stands at the end."""
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            tree, shown = ast.parse("".join(cell["source"])), StringIO()
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            with redirect_stdout(shown):
                exec(compile(tree, "cell", "exec"), names)
                value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
            yield cell, shown.getvalue() + (f"{value!r}\n" if value is not None else "")


def committed(cell: dict[str, Any]) -> str:
    """What stands below a cell."""
    return "".join(line for one in cell["outputs"] for line in one["text"])


def refresh(path: Path) -> None:
    """Write the outputs of all cells into the notebook."""
    notebook = json.loads(path.read_text("utf-8"))
    with chdir(path.parent):
        for cell, text in outputs(notebook):
            lines = text.splitlines(keepends=True)
            stream = {"name": "stdout", "output_type": "stream", "text": lines}
            cell["outputs"] = [stream] if lines else []
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + os.linesep, "utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        refresh(Path(name))
