"""The receipt of a judgment: what was read to reach it, as versions, hashes and days.

The receipt decides nothing. It lets a later reader tell whether the same judgment was asked of the same things.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from panarchy_rules.casefile.dispute import Dispute

_STRICT = ConfigDict(extra="forbid", frozen=True)


class RegisterHead(BaseModel):
    """The last entry of the register, whose hash stands for all before it."""

    model_config = _STRICT

    entry: int = Field(description="the number of the last entry; 0 for an empty register")
    hash: str = Field(description="its SHA-256 in the chain of entries")


class Receipt(BaseModel):
    """What a judgment was made from."""

    model_config = _STRICT

    library: str = Field(description="the version of this library")
    language: str = Field(description="the version of the rulebook language")
    texts: Mapping[str, str] = Field(
        description="the SHA-256 of each law text that may have been read, by law such as `ulex 1.2`, "
        "or as `vocabulary trade`"
    )
    register_head: RegisterHead = Field(description="how far the register went")
    dispute: str = Field(description="the SHA-256 of the dispute with its facts")
    as_of: tuple[date, ...] = Field(description="the days whose consents and editions counted")
    minimum_kind: str = Field(description="the weakest kind of consent that counted")


def dispute_hash(dispute: Dispute) -> str:
    """The SHA-256 of a dispute. The order of keys and what was left to its default take no part."""
    table = dispute.model_dump(mode="json", exclude_defaults=True)
    written = json.dumps(table, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
