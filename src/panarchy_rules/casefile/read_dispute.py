"""Read a dispute: the bytes of a TOML or JSON file in, the dispute and diagnostics out. Never fails."""

from pathlib import PurePath

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.documents import Unreadable, broken_place, decode
from panarchy_rules.base.spans import whole_file
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.loading import JSON, TOML, Source, load

MOST_BYTES = 1 << 20

_FORMS = {".toml": TOML, ".json": JSON}


def read_dispute(path: str, data: bytes) -> tuple[Dispute | None, tuple[Diagnostic, ...]]:
    """The dispute, or None and why. The ending of `path` says whether it is TOML or JSON."""
    form = _FORMS.get(PurePath(path).suffix.lower())
    if form is None:
        return _refused(path, "PR600", "a dispute is a `.toml` or a `.json` file", "rename the file")
    if len(data) > MOST_BYTES:
        message = f"the file has {len(data)} bytes, and a dispute has at most {MOST_BYTES}"
        return _refused(path, "PR609", message, "split the dispute")
    text = decode(data)
    if isinstance(text, Unreadable):
        return None, (Diagnostic(text.code, text.message, broken_place(path, data), help=text.help),)
    return load(Source(path, text, form, code="PR600", too_large="PR609"), Dispute)


def _refused(path: str, code: str, message: str, cure: str) -> tuple[None, tuple[Diagnostic, ...]]:
    return None, (Diagnostic(code, message, whole_file(path), help=cure),)
