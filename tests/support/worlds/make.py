"""Make worlds: bytes, a seed or nothing in, worlds out."""

import os
from collections.abc import Iterator
from functools import lru_cache
from random import Random

from hypothesis import strategies as st

from panarchy_rules.register import ConsentKind
from tests.support.small_world import Code, World
from tests.support.worlds.acts import Acts
from tests.support.worlds.chance import Chance
from tests.support.worlds.codes import Codes
from tests.support.worlds.disputes import Disputes
from tests.support.worlds.words import (
    ANY,
    BLANK,
    GUILDS,
    HOT,
    HUNTED,
    LASTING,
    NEUTRALS,
    OTHERS,
    PARTIES,
    SPICES,
    UNLIKE,
    WORDS,
    Cast,
    Shape,
)  # fmt: skip

_BYTES = 3072
_POOL = 300


def worlds(shape: Shape = ANY) -> st.SearchStrategy[World]:
    """Any world of a shape; outside a hunt one of a few hundred, so that each has to be compiled only once."""
    return _new(shape) if os.environ.get("PANARCHY_HUNT") else st.deferred(lambda: st.sampled_from(_pool(shape)))


@st.composite
def _new(draw: st.DrawFn, shape: Shape) -> World:
    """All choices of a world are drawn at once: drawn one by one, most examples would be small changes of others."""
    return made(draw(st.binary(min_size=_BYTES, max_size=_BYTES)), shape)


@lru_cache
def _pool(shape: Shape) -> list[World]:
    """The smallest first, since they are what a failure is first reduced to."""
    return sorted(sample(_POOL, shape), key=lambda world: sum(map(len, world.laws.values())))


def sample(count: int, shape: Shape = ANY) -> Iterator[World]:
    """The same worlds every time."""
    chance = Random(2025)
    for _ in range(count):
        yield made(chance.randbytes(_BYTES), shape)


def seeded(seed: int) -> tuple[Shape, World]:
    """The world of a seed, and its shape."""
    shape = HUNTED[seed % len(HUNTED)]
    return shape, made(Random(seed).randbytes(_BYTES), shape)


def made(choices: bytes, shape: Shape) -> World:
    """One world; zeros make the simplest one."""
    chance = Chance(choices)
    with chance.part(64):
        cast = _cast(chance, shape)
        kinds = [kind.value for kind in ConsentKind] if "kinds" in cast.spices else ["presumed"]
        minimum = chance.pick(kinds)
    codes: list[Code] = []
    for name in cast.providers:
        with chance.part(320):
            codes += Codes(cast, chance).of(name)
    with chance.part(320):
        entries = Acts(cast, chance).entries()
    with chance.part(96):
        raw = Disputes(cast, chance).dispute()
    return World(WORDS, tuple(codes), entries, raw, (*PARTIES, *OTHERS, BLANK), minimum)


def _cast(chance: Chance, shape: Shape) -> Cast:
    """Who and what there is in a world."""
    informed = not (shape.missing and chance.chance(50))
    large = chance.chance(12)
    third = [GUILDS[2]] if chance.chance(30 if large else 10) else []
    neutrals = [name for name in NEUTRALS if chance.chance(75 if large else 50)]
    providers = [*GUILDS[:2], *third, *neutrals]
    often = 40 if large else 20
    editions = {n: ("1", "2") if chance.chance(often if n in GUILDS else 15) else ("1",) for n in providers}
    forums = [f"{n}_court" for n in providers if chance.chance(80 if n in NEUTRALS else 20)] or ["mesa_court"]
    plain = chance.chance(30)
    spices = (
        {spice for spice in SPICES if chance.chance(30 if spice in HOT else 14) and _fits(spice, shape)}
        if not plain
        else ()
    )
    common = chance.pick([*neutrals, *neutrals, "", ""])
    return Cast(shape, large, frozenset(spices), informed, providers, editions, forums, common)


def _fits(spice: str, shape: Shape) -> bool:
    """Whether a label may occur in the worlds of a shape."""
    whole = shape.roles and shape.conditions and shape.missing
    return (shape.roles or spice not in UNLIKE) and (whole or spice not in LASTING)
