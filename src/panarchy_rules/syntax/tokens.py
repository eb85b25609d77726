"""A word of law text as methods of builders see it, and the stretch of text of which a node is made."""

Meta = tuple[int, int]  # Where it begins and ends; for nothing at all, NOWHERE.
NOWHERE: Meta = (-1, -1)


class Token(str):
    """A word as written: its sort, and where it begins."""

    __slots__ = ("start_pos", "type")

    type: str
    start_pos: int

    @classmethod
    def of(cls, sort: str, text: str, start: int) -> "Token":
        """A word of a sort at a place."""
        made = cls(text)
        made.type, made.start_pos = sort, start
        return made
