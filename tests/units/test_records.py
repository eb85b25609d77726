"""A record is what `dataclasses` makes of the same class."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from panarchy_rules.base import records


def made_by(dataclass: Callable[..., Any]) -> Any:
    """A class with every sort of field."""

    @dataclass(frozen=True, slots=True)
    class Wide:
        """A class with every sort of field."""

        name: str
        parts: tuple[int, ...] = ()
        place: int = field(default=0, compare=False, repr=False)
        seen: dict[str, int] = field(default_factory=dict, compare=False)
        size: int = field(init=False, repr=False, compare=False)
        shown: bool = field(default=True, kw_only=True)

        def __post_init__(self) -> None:
            object.__setattr__(self, "size", len(self.parts))

    return Wide


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """One that can be found by its name."""

    name: str
    inner: object = None


@records.dataclass(frozen=True, slots=True)
class Record:
    """The same as a record."""

    name: str
    inner: object = None


BOTH = pytest.mark.parametrize("cls", [made_by(dataclasses.dataclass), made_by(records.dataclass)])


@BOTH
def test_it_takes_what_it_is_given(cls: Any) -> None:
    """By place and by name, with defaults, and each with a table of its own."""
    one, other = cls("a", (1, 2)), cls(parts=(1,), name="a", shown=False)

    assert (one.name, one.parts, one.place, one.size, one.shown) == ("a", (1, 2), 0, 2, True)
    assert (other.parts, other.size, other.shown) == ((1,), 1, False)
    assert one.seen is not other.seen
    assert repr(one).endswith("Wide(name='a', parts=(1, 2), seen={}, shown=True)")
    for wrong in (cls, lambda: cls("a", (), 0, {}, False), lambda: cls("a", other=1)):
        with pytest.raises(TypeError):
            wrong()


@BOTH
def test_it_compares_by_what_counts(cls: Any) -> None:
    """Equal fields make equal records with one hash; places take no part, and other classes are never equal."""
    assert cls("a", place=1) == cls("a", place=2)
    assert hash(cls("a", place=1)) == hash(cls("a", place=2))
    assert cls("a") != cls("b")
    assert cls("a") != made_by(records.dataclass)("a")
    assert cls("a") != "a"


@BOTH
def test_it_cannot_be_changed(cls: Any) -> None:
    """Neither set nor deleted, and there is no room for more."""
    one = cls("a")
    for change in (lambda: setattr(one, "name", "b"), lambda: delattr(one, "name"), lambda: setattr(one, "more", 1)):
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            change()
    assert not hasattr(one, "__dict__")


@BOTH
def test_it_is_known_as_a_dataclass(cls: Any) -> None:
    """Its fields are listed, it is replaced, and patterns take it apart."""
    match cls("a", (1,)):
        case cls(name, parts):
            assert (name, parts) == ("a", (1,))
        case _:
            pytest.fail("no pattern")
    assert [each.name for each in dataclasses.fields(cls)] == ["name", "parts", "place", "seen", "size", "shown"]
    assert dataclasses.replace(cls("a", (1,)), parts=(1, 2)).size == 2


@pytest.mark.parametrize("cls", [Known, Record])
def test_it_is_copied(cls: Any) -> None:
    """By hand and by pickling."""
    one = cls("a", cls("b"))

    assert copy.copy(one) == copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one


def test_what_a_class_says_itself_stands() -> None:
    """As `dataclasses` leaves it."""

    @records.dataclass(frozen=True, slots=True)
    class Own:
        """A class with its own words."""

        name: str

        def __repr__(self) -> str:
            return "own"

        def __hash__(self) -> int:
            return 7

    assert (repr(Own("a")), hash(Own("a"))) == ("own", 7)
