"""Law without territory: rulebooks, consents, and disputes resolved along opt-in conflict-of-law graphs.

```python
from panarchy_rules import Panarchy

world = Panarchy.load("examples/ulex")
judgment = world.resolve("a")
print(judgment.status, judgment.laws)
```
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from panarchy_rules.base.diagnostics import Diagnostic, Refused
    from panarchy_rules.base.results import NoteCode, Status
    from panarchy_rules.casefile.dispute import Claim, Dispute
    from panarchy_rules.casefile.judgment import Judgment
    from panarchy_rules.panarchy import Panarchy
    from panarchy_rules.register import Agree, Home, Join, Leave, Ratify, Register, Revoke, RevokeClause, Submit

__version__ = "0.1.0"

# Names are looked up when they are first used, so that importing the package costs nothing.
_HOMES = {
    "Agree": "register",
    "Claim": "casefile.dispute",
    "Diagnostic": "base.diagnostics",
    "Dispute": "casefile.dispute",
    "Join": "register",
    "Judgment": "casefile.judgment",
    "Leave": "register",
    "NoteCode": "base.results",
    "Panarchy": "panarchy",
    "Home": "register",
    "Ratify": "register",
    "Refused": "base.diagnostics",
    "Register": "register",
    "Revoke": "register",
    "RevokeClause": "register",
    "Status": "base.results",
    "Submit": "register",
}

__all__ = [
    "Agree",
    "Claim",
    "Diagnostic",
    "Dispute",
    "Home",
    "Join",
    "Judgment",
    "Leave",
    "NoteCode",
    "Panarchy",
    "Ratify",
    "Refused",
    "Register",
    "Revoke",
    "RevokeClause",
    "Status",
    "Submit",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"panarchy_rules.{_HOMES[name]}"), name)
