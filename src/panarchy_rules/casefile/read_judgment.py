"""Read judgments: the bytes of a JSON file in, the judgments and diagnostics out. Never fails.

The file holds one judgment, or several under `judgments` as `panarchy resolve` writes them for a world.
"""

from pydantic import BaseModel, ConfigDict, Field

from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.documents import Unreadable, decode
from panarchy_rules.base.read_json import read_json
from panarchy_rules.base.results import Status
from panarchy_rules.base.spans import whole_file
from panarchy_rules.casefile.judgment import FORM, Judgment
from panarchy_rules.casefile.loading import JSON, Source, load

MOST_BYTES = 1 << 24


class Judgments(BaseModel):
    """The judgments of several disputes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: Status = Field(description="that of the judgments if they agree; else the first that is not decided")
    judgments: tuple[Judgment, ...] = Field(min_length=1, description="one for each dispute")


def read_judgments(path: str, data: bytes) -> tuple[Judgments | None, tuple[Diagnostic, ...]]:
    """The judgments, or None and why."""
    if len(data) > MOST_BYTES:
        return _refused(path, "PR700", f"a file of judgments has at most {MOST_BYTES} bytes", "")
    text = decode(data)
    if isinstance(text, Unreadable):
        return _refused(path, text.code, text.message, text.help)
    table = read_json(text)
    if not isinstance(table, Unreadable) and "status" in table and "diagnostics" in table:
        return _refused(path, "PR700", "this is not a judgment, but the reasons why there is none", "mend them first")
    source = Source(path, text, JSON, code="PR700", too_large="PR700")
    if not isinstance(table, Unreadable) and "judgments" in table:
        read, found = load(source, Judgments)
    else:
        one, found = load(source, Judgment)
        read = Judgments(status=one.status, judgments=(one,)) if one else None
    strange = [judgment.form for judgment in read.judgments if judgment.form != FORM] if read else []
    if strange:
        message = f"this has the form {quoted(strange[0])}, and this version reads {quoted(FORM)}"
        return _refused(path, "PR700", message, "read it with the version that wrote it")
    return read, found


def _refused(path: str, code: str, message: str, cure: str) -> tuple[None, tuple[Diagnostic, ...]]:
    return None, (Diagnostic(code, message, whole_file(path), help=cure),)
