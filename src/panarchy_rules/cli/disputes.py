"""The disputes a command names: a path, or an id with a world, in; the world and its disputes out. Raises Stopped."""

from pathlib import Path

from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.dispute_places import dispute_places
from panarchy_rules.cli.exits import Stopped, misuse, unreadable
from panarchy_rules.cli.paths import around, existing, folder_of, shown
from panarchy_rules.cli.worlds import dispute_in, opened
from panarchy_rules.panarchy import Panarchy


@dataclass(frozen=True, slots=True)
class Asked:
    """A world and the disputes to resolve in it. `one` says that a single dispute was named."""

    world: Panarchy
    disputes: tuple[Dispute, ...]
    one: bool


def disputes_asked(typed: str, world: str | None) -> Asked:
    """What a path, or an id together with a world, names."""
    if world is not None:
        return _in_world(typed, folder_of(world))
    path = _named(typed)
    if path.is_dir() or path.name == "panarchy.toml":
        return _all_of(folder_of(str(path)))
    return _file(path, around(path))


def _named(typed: str) -> Path:
    try:
        return existing(typed)
    except Stopped as stopped:
        (reason,) = stopped.diagnostics
        help = reason.help or "name a dispute's file, or its id and `--world DIR`"
        raise unreadable(shown(Path(typed)), reason.message, help) from None


def _in_world(typed: str, folder: Path) -> Asked:
    """A dispute named by its id or its file, in a world that is named too."""
    world, _ = opened(folder)
    if typed in world.disputes:
        return Asked(world, (world.disputes[typed],), one=True)
    path = shown(Path(typed))
    if path.is_file():
        return _file(path, folder)
    known = f"its disputes are {listed(world.disputes)}" if world.disputes else "it has none"
    message = f"the world {quoted(folder)} has no dispute {quoted(typed)}, and there is no such file"
    raise misuse(message, did_you_mean(typed, world.disputes, known))


def _all_of(folder: Path) -> Asked:
    world, _ = opened(folder)
    if not world.disputes:
        raise misuse(f"the world {quoted(folder)} has no disputes", "write one to its folder `disputes`")
    return Asked(world, tuple(world.disputes.values()), one=False)


def _file(path: Path, folder: Path) -> Asked:
    dispute, text = dispute_in(path)
    world, _ = opened(folder, one_dispute=True)
    found = prepare(world.law_world, dispute, str(path), dispute_places(str(path), text)).diagnostics
    if found:
        raise Stopped(found, {str(path): text})
    return Asked(world, (dispute,), one=True)
