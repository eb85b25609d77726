"""Spell what people write as a name of the language: any words in, the name that they mean out."""

import re
from collections.abc import Container

from panarchy_rules.base.values import LawRef
from panarchy_rules.compiler.declare import RESERVED


def spelled(words: str) -> str:
    """Words as a name: `Contract.Chosen-Law` is `contract.chosen_law`, and `forum` is `the_forum`."""
    parts = [re.sub(r"[^a-z0-9_]+", "_", part.lower()).strip("_") for part in words.split(".")]
    name = ".".join(part if re.match(r"[a-z]", part) else f"the_{part}".rstrip("_") for part in parts)
    return f"the_{name}" if name in RESERVED else name


def law_called(text: str, providers: Container[str]) -> LawRef:
    """A law by its name: that of one of the providers, in any spelling, or one of which only the name is known."""
    name = spelled(text)
    return LawRef(name if name in providers else text, "")
