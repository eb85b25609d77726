"""Find where a dispute names something: the text of its file in, the place of every key and name out.

Used only when there is a mistake to show.
"""

import re
from collections.abc import Mapping

from panarchy_rules.base.places import json_places, toml_places
from panarchy_rules.base.spans import LineIndex, Span

_QUOTED = re.compile(r""""([^"\n]*)"|'([^'\n]*)'""")


def dispute_places(path: str, text: str) -> Mapping[str, Span]:
    """The first place of each key, and of each name that stands in quotation marks on the line of a key."""
    index = LineIndex(path, text)
    keys = (json_places if path.lower().endswith(".json") else toml_places)(text)
    places: dict[str, Span] = {}
    for where, (start, end) in sorted(keys.items(), key=lambda item: item[1]):
        if isinstance(where[-1], str):
            places.setdefault(where[-1], index.span(start, end))
        if where[0] not in ("title", "expect"):
            line_end = text.find("\n", end)
            for match in _QUOTED.finditer(text, end, line_end if line_end >= 0 else len(text)):
                places.setdefault(match[1] or match[2] or "", index.span(*match.span()))
    return places
