"""Who consented to what and when: an append-only list of acts, and what was so on a given day."""

from panarchy_rules.register.entries import (
    Agree,
    Entry,
    Join,
    Leave,
    Ratify,
    Revoke,
    RevokeClause,
    Submit,
)
from panarchy_rules.register.fields import ConsentKind
from panarchy_rules.register.read import read_register
from panarchy_rules.register.register import Register
from panarchy_rules.register.snapshot import ClauseRevocation, Membership, Snapshot, as_of
from panarchy_rules.register.write import write_register

__all__ = [
    "Agree",
    "ClauseRevocation",
    "ConsentKind",
    "Entry",
    "Join",
    "Leave",
    "Membership",
    "Ratify",
    "Register",
    "Revoke",
    "RevokeClause",
    "Snapshot",
    "Submit",
    "as_of",
    "read_register",
    "write_register",
]
