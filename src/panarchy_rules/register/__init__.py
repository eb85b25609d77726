"""Who consented to what and when: an append-only list of acts, and what was so on a given day."""

from panarchy_rules.register.chain import Checkpoint, chained, head
from panarchy_rules.register.entries import (
    Agree,
    Birth,
    End,
    Entry,
    Guardian,
    Home,
    Join,
    Key,
    Leave,
    Ratify,
    Revoke,
    RevokeClause,
    RevokeKey,
    Submit,
)
from panarchy_rules.register.fields import ConsentKind
from panarchy_rules.register.read import read_register
from panarchy_rules.register.register import Register
from panarchy_rules.register.sealing import salted
from panarchy_rules.register.snapshot import ClauseRevocation, Membership, Snapshot, as_of
from panarchy_rules.register.verify_chain import verify_chain
from panarchy_rules.register.write import write_register

__all__ = [
    "Agree",
    "Birth",
    "Checkpoint",
    "ClauseRevocation",
    "ConsentKind",
    "End",
    "Entry",
    "Guardian",
    "Home",
    "Join",
    "Key",
    "Leave",
    "Membership",
    "Ratify",
    "Register",
    "Revoke",
    "RevokeClause",
    "RevokeKey",
    "Snapshot",
    "Submit",
    "as_of",
    "chained",
    "head",
    "read_register",
    "salted",
    "verify_chain",
    "write_register",
]
