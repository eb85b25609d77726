"""The façade: a folder or files in, a world that resolves disputes out.

`Panarchy.load(folder)` reads a world, `world.resolve(dispute)` gives a judgment,
`world.verify(judgment)` checks its chains again without the engine that found them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from panarchy_rules.adjudication.check_world import check_register, check_rulebooks
from panarchy_rules.adjudication.expectations import Unmet, unmet
from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.adjudication.resolve import resolve
from panarchy_rules.adjudication.verify import verify
from panarchy_rules.backends.interpreter.examples import Failed, run_examples
from panarchy_rules.base.diagnostics import Diagnostic, Refused, errors, in_order, render
from panarchy_rules.base.spans import Span, whole_file
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.casefile.manifest import FILE_NAME, read_manifest, world_files
from panarchy_rules.casefile.read_dispute import read_dispute
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.compiler import compile_world
from panarchy_rules.compiler.gather import SourceFile, read_header
from panarchy_rules.register import Entry, Register, read_register
from panarchy_rules.syntax import Parsed, parse, parse_bytes


@dataclass(frozen=True, slots=True)
class Panarchy:
    """A world: rulebooks, vocabularies, a register of consents, and the disputes that came with it.

    Immutable. `diagnostics` holds the warnings; a world with errors cannot be made.
    """

    law_world: LawWorld
    name: str = ""
    title: str = ""
    disputes: Mapping[str, Dispute] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: str | Path) -> "Panarchy":
        """Read the world in a folder with a `panarchy.toml`. Raises Refused with every mistake found in it."""
        loaded = load(Path(folder))
        if loaded.world is None or errors(loaded.diagnostics):
            raise Refused(loaded.diagnostics)
        return loaded.world

    @classmethod
    def build(
        cls,
        laws: Mapping[str, str],
        register: Register | Iterable[Entry] = (),
        persons: Iterable[str] = (),
        name: str = "",
    ) -> "Panarchy":
        """Make a world without files. `laws` maps a name for messages, such as `harbor.law`, to law text.

        Raises Refused with every mistake found.
        """
        entries = register if isinstance(register, Register) else Register.of(tuple(register))
        parsed = [parse(path, text) for path, text in laws.items()]
        loaded = _assemble(parsed, entries, tuple(persons), (), name, "")
        if loaded.world is None or errors(loaded.diagnostics):
            raise Refused(loaded.diagnostics)
        return loaded.world

    def resolve(self, dispute: Dispute | str) -> Judgment:
        """The judgment of a dispute, given itself or by its id. Raises Refused if it names what the world lacks."""
        return resolve(self.law_world, self._dispute(dispute), name=self.name)

    def verify(self, judgment: Judgment) -> tuple[Diagnostic, ...]:
        """What is wrong with a judgment: its chains, verdicts and orders are checked one by one. Empty if nothing."""
        return verify(self.law_world, judgment)

    def check(self, dispute: Dispute | str) -> tuple[Diagnostic, ...]:
        """What a dispute names that the world does not know."""
        return prepare(self.law_world, self._dispute(dispute)).diagnostics

    def run_examples(self) -> tuple[tuple[int, tuple[Failed, ...]], ...]:
        """For every rulebook, how many examples it has and which fail."""
        return tuple(run_examples(book, self._law) for book in self.law_world.rulebooks.values())

    def run_disputes(self) -> tuple[tuple[str, tuple[Unmet, ...]], ...]:
        """For every dispute that states what it expects, what does not come out so."""
        return tuple(
            (name, unmet(dispute, self.resolve(dispute)))
            for name, dispute in self.disputes.items()
            if dispute.expect is not None
        )

    def with_register(self, register: Register) -> "Panarchy":
        """The same world with another register. Raises Refused if it does not fit."""
        world = LawWorld(self.law_world.rulebooks, self.law_world.vocabulary, register, self.law_world.persons)
        found = check_register(world)
        if errors(found):
            raise Refused(found)
        return Panarchy(world, self.name, self.title, self.disputes, self.diagnostics, self.texts)

    def explain_diagnostics(self) -> str:
        """The warnings as text, with the authors' lines."""
        return "\n\n".join(render(d, self.texts) for d in self.diagnostics)

    def _dispute(self, dispute: Dispute | str) -> Dispute:
        if isinstance(dispute, Dispute):
            return dispute
        if dispute not in self.disputes:
            known = ", ".join(sorted(self.disputes)) or "none"
            message = f"this world has no dispute `{dispute}`"
            raise Refused([Diagnostic("PR600", message, whole_file(self.name), help=f"its disputes: {known}")])
        return self.disputes[dispute]

    def _law(self, law: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading a folder gives: the world, unless it could not be made, and everything found on the way."""

    world: Panarchy | None
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    files: int = 0


def load(folder: Path) -> Loaded:
    """Read a world's folder. Never raises for what is in it: mistakes are returned."""
    manifest, problems = read_manifest(folder)
    root = folder if folder.is_dir() else folder.parent
    if manifest is None:
        return Loaded(None, problems, _texts([root / FILE_NAME], {}))
    found = list(problems)
    parsed: list[Parsed] = []
    for path in world_files(root, manifest.world.rulebooks):
        data = _bytes(path, found)
        if data is not None:
            parsed.append(parse_bytes(str(path), data))
    register, wrong = _register(root / manifest.world.register_file, found)
    found += wrong
    disputes = {}
    for path in world_files(root, manifest.world.disputes):
        data = _bytes(path, found)
        dispute, wrong = read_dispute(str(path), data) if data is not None else (None, ())
        found += wrong
        if dispute is not None:
            disputes[str(path)] = dispute
    loaded = _assemble(
        parsed, register, tuple(manifest.persons), tuple(disputes.items()), manifest.world.name, manifest.world.title
    )
    all_found = in_order([*found, *loaded.diagnostics])
    texts = _texts([root / FILE_NAME, Path(register.path), *map(Path, disputes)], loaded.texts)
    return Loaded(loaded.world, all_found, texts, len(parsed) + len(disputes) + 2)


def _assemble(
    parsed: list[Parsed],
    register: Register,
    persons: tuple[str, ...],
    disputes: tuple[tuple[str, Dispute], ...],
    name: str,
    title: str,
) -> Loaded:
    compiled = compile_world(parsed, library_file)
    world = LawWorld(compiled.rulebooks, compiled.vocabulary, register, persons)
    found = [*compiled.diagnostics]
    if not errors(found):
        found += [*check_rulebooks(world), *check_register(world)]
    by_id: dict[str, Dispute] = {}
    for path, dispute in disputes:
        if not errors(compiled.diagnostics):
            found += prepare(world, dispute, path).diagnostics
        if dispute.id in by_id:
            message = f"two disputes have the id `{dispute.id}`"
            found.append(Diagnostic("PR600", message, whole_file(path), help="rename one"))
        by_id.setdefault(dispute.id, dispute)
    texts = {p.file.path: p.text for p in parsed}
    diagnostics = in_order(found)
    warnings = tuple(d for d in diagnostics if d.severity == "warning")
    return Loaded(Panarchy(world, name, title, by_id, warnings, texts), diagnostics, texts)


def library_file(name: str) -> SourceFile | None:
    """A module or vocabulary that ships with the package."""
    file = files("panarchy_rules") / "library" / f"{name}.law"
    if not file.is_file():
        return None
    parsed = parse(f"library/{name}.law", file.read_text(encoding="utf-8"))
    return read_header(parsed.file, parsed.text)[0]


def _register(path: Path, found: list[Diagnostic]) -> tuple[Register, tuple[Diagnostic, ...]]:
    if not path.exists():
        return Register((), str(path)), ()
    data = _bytes(path, found)
    return read_register(str(path), data) if data is not None else (Register((), str(path)), ())


def _bytes(path: Path, found: list[Diagnostic]) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        span = Span(str(path), 1, 1, 1, 1)
        found.append(Diagnostic("PR100", f"this file cannot be read: {reason}", span))
        return None


def _texts(paths: Iterable[Path], known: Mapping[str, str]) -> dict[str, str]:
    """The files' texts, for showing the lines that diagnostics point at."""
    texts = dict(known)
    for path in paths:
        try:
            texts.setdefault(str(path), path.read_bytes().decode("utf-8", errors="replace"))
        except OSError:
            continue
    return texts
