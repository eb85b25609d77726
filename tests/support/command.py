"""Run the command line as a user does: words in, what it printed and its exit code out."""

import contextlib
import io
import json
from dataclasses import dataclass
from typing import Any

from panarchy_rules.cli import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def table(self) -> Any:
        """The JSON that was printed."""
        return json.loads(self.out)

    @property
    def last_line(self) -> str:
        """The last line of the output."""
        return self.out.splitlines()[-1]


def panarchy(*words: object) -> Ran:
    """`panarchy` with some words, in this process."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = main([str(word) for word in words])
    return Ran(code, out.getvalue(), err.getvalue())
