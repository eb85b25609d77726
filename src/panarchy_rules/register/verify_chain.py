"""Check a chain: sealed entries with their hashes in, whatever was altered, taken out or moved out.

A break is reported where it is and not again behind it: each entry is held against the hash that stands before it.
Who can rewrite all hashes can make a chain that fits; a checkpoint kept elsewhere finds that, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.spans import Span
from panarchy_rules.register.chain import GENESIS, Checkpoint, link
from panarchy_rules.register.register import Register
from panarchy_rules.register.sealing import SealedEntry, sealed
from panarchy_rules.register.verify_seals import check_seals

MOST_SHOWN = 100
# How many entries that do not fit are tried under other numbers, to tell a move from a change.
_MOST_TRIED = 12


def verify_chain(register: Register, checkpoints: Sequence[Checkpoint] = ()) -> tuple[Diagnostic, ...]:
    """What does not fit in a register whose entries carry hashes, or that does not lead through the checkpoints."""
    links = verify_links(map(sealed, register.entries), register.path, checkpoints)
    return (*islice(check_seals(register.entries, register.path), MOST_SHOWN), *links)


def verify_links(
    entries: Iterable[SealedEntry], path: str, checkpoints: Sequence[Checkpoint] = ()
) -> tuple[Diagnostic, ...]:
    """The same for entries that are sealed already, which are read once and in order."""
    walk = _Walk(path, list(checkpoints))
    found = [mistake for number, mistake in enumerate(walk.along(entries)) if number < MOST_SHOWN]
    found += [*walk.missing(), *walk.misfits(), *walk.cut_off()]
    return tuple(sorted(found, key=lambda mistake: mistake.span))


def at_entry(path: str, number: int) -> Span:
    """The line an entry stands on."""
    return Span(path, max(1, number), 1, max(1, number) + 1, 1)


@dataclass(slots=True)
class _Walk:
    """What is known on the way from the first entry to the last."""

    path: str
    checkpoints: list[Checkpoint]
    last: int = 0
    hash: str = GENESIS
    recorded: str = ""
    with_hash: bool | None = None
    earlier: str = GENESIS
    wrong: list[SealedEntry] = field(default_factory=list)
    nearby: set[str] = field(default_factory=set)
    not_tried: int = 0
    gaps: list[tuple[int, int]] = field(default_factory=list)
    late: set[int] = field(default_factory=set)
    taken: str = ""
    taken_at: int = 0

    def along(self, entries: Iterable[SealedEntry]) -> Iterator[Diagnostic]:
        """Go through all entries once, and report what can be told of each by what came before it."""
        yield from self._pass(0)
        for entry in entries:
            yield from self._dates(entry)
            if entry.number <= self.last:
                self.late.add(entry.number)
                message = f"entry {entry.number} stands after entry {self.last}"
                yield self._problem("PR511", entry.number, message, "entries were put in another order, or one twice")
            else:
                yield from self._step(entry)
                yield from self._pass(entry.number)

    def _step(self, entry: SealedEntry) -> Iterator[Diagnostic]:
        """Go on to the next entry, and hold it against the hash before it, unless that one is missing."""
        if self.with_hash is None:
            self.with_hash = bool(entry.hash)
        elif self.with_hash != bool(entry.hash):
            message = f"entry {entry.number} is {'with' if entry.hash else 'without'} a hash, and the first one is not"
            yield self._problem("PR510", entry.number, message, "either all entries carry their hashes or none does")
        computed = link(entry, self.hash)
        if entry.number != self.last + 1:
            self.gaps.append((self.last + 1, entry.number - 1))
        elif entry.hash and entry.hash != computed:
            if len(self.wrong) < _MOST_TRIED:
                self.wrong.append(entry)
                self.nearby |= {self.earlier, self.hash, entry.hash}
            else:
                self.not_tried += 1
        self.last, self.earlier, self.hash = entry.number, self.hash, entry.hash or computed

    def _dates(self, entry: SealedEntry) -> Iterator[Diagnostic]:
        if entry.recorded < self.recorded:
            message = f"entry {entry.number} says it was recorded on {entry.recorded}, after one of {self.recorded}"
            yield self._problem("PR517", entry.number, message)
        elif entry.recorded < self.taken:
            message = (
                f"entry {entry.number} says it was recorded on {entry.recorded},"
                f" and on {self.taken} the register ended at entry {self.taken_at}"
            )
            yield self._problem("PR517", entry.number, message)
        self.recorded = max(self.recorded, entry.recorded)

    def _pass(self, number: int) -> Iterator[Diagnostic]:
        """Compare with what was kept elsewhere about this entry."""
        here = [each for each in self.checkpoints if each.entry == number]
        for checkpoint in here:
            self.checkpoints.remove(checkpoint)
            if checkpoint.hash != self.hash:
                message = f"entry {number} has the hash {_short(self.hash)}, its checkpoint {_short(checkpoint.hash)}"
                cure = f"entry {number} or one before it was changed, even if all hashes fit each other"
                yield self._problem("PR512", number, message, cure)
            if checkpoint.taken:
                self.taken, self.taken_at = checkpoint.taken.isoformat(), number

    def cut_off(self) -> Iterator[Diagnostic]:
        """Checkpoints of entries that are no longer there."""
        for checkpoint in self.checkpoints:
            message = f"there is a checkpoint of entry {checkpoint.entry}, and the register ends at entry {self.last}"
            yield self._problem("PR512", self.last, message, "what stood behind it was cut off")

    def missing(self) -> Iterator[Diagnostic]:
        """Numbers that no entry has, wherever it may stand."""
        for first, last in self.gaps[:MOST_SHOWN]:
            found_late = sum(first <= number <= last for number in self.late)
            if found_late <= last - first:
                message = f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"
                if found_late:
                    message = f"of the entries {first} to {last}, {last - first + 1 - found_late} are missing"
                yield self._problem("PR511", last + 1, message, "put back from another copy what was taken out")

    def misfits(self) -> Iterator[Diagnostic]:
        """Tell entries that were moved from entries that were changed."""
        old_numbers = [next(self._old_numbers(entry), None) for entry in self.wrong]
        for entry, old, next_old in zip(self.wrong, old_numbers, [*old_numbers, None][1:], strict=True):
            if old == entry.number:
                continue  # It is the entry before it that was moved, and that is reported.
            shift = 0 if next_old is None else next_old - entry.number - 1
            if old is not None:
                yield self._problem("PR511", entry.number, f"entry {entry.number} was entry {old}, and was moved")
            elif shift > 0:
                yield self._problem("PR511", entry.number, f"{_counted(shift)} taken out before entry {entry.number}")
            elif shift < 0:
                yield self._problem("PR511", entry.number, f"entry {entry.number} was put in")
            else:
                message = f"entry {entry.number} does not fit its hash"
                cure = "its words, its number or the hash itself were changed, or the entry before it was taken out"
                yield self._problem("PR510", entry.number, message, cure)
        if self.not_tried:
            message = f"{self.not_tried} more entries after it do not fit their hashes"
            yield self._problem("PR510", self.wrong[-1].number, message)

    def _old_numbers(self, entry: SealedEntry) -> Iterator[int]:
        """The numbers under which an entry fits its hash, behind one of those that are near a break."""
        numbers = sorted({each.number + shift for each in self.wrong for shift in (-1, 0, 1)})
        return (number for number in numbers if any(link(entry, each, number) == entry.hash for each in self.nearby))

    def _problem(self, code: str, number: int, message: str, cure: str = "") -> Diagnostic:
        return Diagnostic(code, message, at_entry(self.path, number), help=cure)


_ONE_HASH = "entry {} is with or without a hash, and the first entry is not"


def _short(hash_: str) -> str:
    return f"`{hash_[:12]}...`"


def _counted(entries: int) -> str:
    return "one entry was" if entries == 1 else f"{entries} entries were"
