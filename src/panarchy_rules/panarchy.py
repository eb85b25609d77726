"""The façade: a folder or files in, a world that resolves disputes out.

`Panarchy.load(folder)` reads a world, `world.resolve(dispute)` gives a judgment,
`world.verify(judgment)` checks its chains again without the engine that found them.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panarchy_rules import __version__
from panarchy_rules.adjudication.check_register import check_register, joined
from panarchy_rules.adjudication.check_rulebooks import check_rulebooks
from panarchy_rules.adjudication.decide import Deciding
from panarchy_rules.adjudication.expectations import Unmet, unmet
from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.adjudication.prepare_plain import Prepared
from panarchy_rules.adjudication.read_laws import compiled, library_file, read_laws
from panarchy_rules.adjudication.reasons import Reasons, Said, reasons_in, said_in
from panarchy_rules.adjudication.resolve import resolve
from panarchy_rules.analysis.cases import Asked, Putting
from panarchy_rules.analysis.judgment_changes import BUDGET, JudgmentChanges, judgment_changes
from panarchy_rules.analysis.replay import Difference, altered, causes, differences
from panarchy_rules.analysis.route import routes
from panarchy_rules.analysis.texts_read import always_read, texts_read
from panarchy_rules.analysis.why_not import WhyNot, why_not
from panarchy_rules.backends.interpreter.examples import Failed, run_examples
from panarchy_rules.base.diagnostics import Diagnostic, Refused, errors, in_order, render
from panarchy_rules.base.law_files import FILE_NAME, stands_alone
from panarchy_rules.base.progress import told
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.spans import whole_file
from panarchy_rules.base.values import LawRef
from panarchy_rules.base.world_folder import WorldFolder
from panarchy_rules.casefile.cases import Case
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.dispute_places import dispute_places
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.casefile.manifest import Manifest, read_manifest, world_files
from panarchy_rules.casefile.read_dispute import read_dispute
from panarchy_rules.casefile.receipt import Receipt, RegisterHead, dispute_hash
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.compiler import compile_world
from panarchy_rules.compiler.compile_files import CompiledFiles
from panarchy_rules.compiler.digests import digests
from panarchy_rules.compiler.gather import LANGUAGE_VERSION
from panarchy_rules.explanation.document import Document
from panarchy_rules.explanation.names import Names
from panarchy_rules.explanation.page import judgment_page
from panarchy_rules.explanation.text import judgment_text
from panarchy_rules.register import ConsentKind, Entry, Register, write_register
from panarchy_rules.register.chain import head
from panarchy_rules.register.load import is_store, load_register
from panarchy_rules.register.verify_signatures import SignatureRules
from panarchy_rules.syntax import parse
from panarchy_rules.verification.verify import verify

if TYPE_CHECKING:
    from panarchy_rules.batch.many import Resolved


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
    digests: Mapping[str, str] = field(default_factory=dict, repr=False)
    whole_register: Register | None = field(default=None, repr=False)  # With the consents too weak to count.
    persons: Mapping[str, str] = field(default_factory=dict, repr=False)  # How the manifest calls them.
    _kept: list[Deciding] = field(default_factory=list, init=False, repr=False, compare=False)
    _in_receipts: list[tuple[RegisterHead, tuple[str, ...]]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )  # The last entry, hashed once, and the texts that are in every receipt.

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
        bound = compile_world(parsed, library_file)
        made = CompiledFiles(bound, {p.file.path: p.text for p in parsed}, digests(parsed))
        loaded = _assemble(made, entries, tuple(persons), (), name, "", {})
        if loaded.world is None or errors(loaded.diagnostics):
            raise Refused(loaded.diagnostics)
        return loaded.world

    def resolve(self, dispute: Dispute | str) -> Judgment:
        """The judgment of a dispute, given itself or by its id. Raises Refused if it names what the world lacks."""
        judgment = resolve(self.law_world, self._dispute(dispute), name=self.name)
        return judgment.model_copy(update={"receipt": self._receipt(judgment)})

    def prepare(self, dispute: Mapping[str, Any]) -> Prepared | Dispute:
        """A dispute read once, to be decided with `decide` any number of times. Raises what reading one raises."""
        return self._deciding.prepare(dispute) or Dispute.model_validate(dispute)

    def decide(self, dispute: Mapping[str, Any] | Prepared | Dispute) -> "Decided":
        """Which law governs each claim on each issue and what it answers, the judgment only when it is asked for.

        The dispute is a table as it is filed, or read already. What is plain is decided in some microseconds;
        everything else is resolved in full at once. Raises what reading and resolving a dispute raise.
        """
        if isinstance(dispute, Dispute):
            return Decided.of(self.resolve(dispute))
        raw = dispute.raw if isinstance(dispute, Prepared) else dispute
        if isinstance(dispute, Prepared) and dispute.world is self.law_world:
            prepared: Prepared | None = dispute
        else:
            prepared = self._deciding.prepare(raw)
        said = None if prepared is None else self._deciding.say(prepared)
        if said is None:
            return Decided.of(self.resolve(Dispute.model_validate(raw)))
        return Decided((said,), self, prepared)

    def resolve_many(self, table: Any, columns: Any) -> "Resolved":
        """The result of every row of a table (of Arrow, or a file), each of which is a dispute. Needs extra `batch`.

        `columns` says which column is what: a `TableMap`, plain tables that make one, or the file that holds it.
        `Resolved.explain(row)` gives the judgment of a row. Raises Refused if they do not fit.
        """
        from panarchy_rules.batch.many import resolve_many

        return resolve_many(self.law_world, table, columns)

    @property
    def fingerprint(self) -> str:
        """One SHA-256 of all that decides: law texts, register, the weakest kind of consent, and both versions."""
        last = head(self._all_entries)
        parts = [
            __version__, LANGUAGE_VERSION, *(f"{name} {digest}" for name, digest in sorted(self.digests.items())),
            f"{last.entry} {last.hash}", self.law_world.minimum_kind.value, *self.law_world.persons,
        ]  # fmt: skip
        return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()

    def replay(self, judgment: Judgment) -> "Replayed":
        """Decide a judgment's dispute again as this world is now, and compare. Refused is an outcome, never raised."""
        world = self.with_minimum_kind(judgment.minimum_kind)
        try:
            now = world.resolve(judgment.dispute)
        except Refused as refused:
            said = tuple(d.message for d in refused.diagnostics)
            found = Difference("", "status", (judgment.status.value,), ("REFUSED", *said))
            return Replayed(judgment, None, (found,), world._why(judgment, None))
        return Replayed(judgment, now, differences(judgment, now), world._why(judgment, now))

    def page(self, judgment: Judgment) -> Document:
        """A judgment laid out for readers, with its routes drawn; `explanation.html` and `.markdown` write it."""
        names = self.names
        return judgment_page(judgment, names, routes(self.law_world, judgment, names.node))

    def text(self, judgment: Judgment) -> str:
        """A judgment as plain text, in the titles that this world gives to what it names."""
        return judgment_text(judgment, self.names)

    def why_not(self, judgment: Judgment, law: str) -> tuple[WhyNot, ...]:
        """What keeps a law, such as `ulex 1.2`, from governing each issue; `explanation.what_if` writes it."""
        provider, _, edition = law.partition(" ")
        return why_not(self.with_minimum_kind(judgment.minimum_kind).law_world, judgment, LawRef(provider, edition))

    def what_would_change(self, dispute: Dispute | str, budget: int = BUDGET) -> JudgmentChanges:
        """The nearest other facts, and the agreements the parties could still make, that would change the judgment."""
        return judgment_changes(self.law_world, self._dispute(dispute), budget)

    @property
    def names(self) -> Names:
        """What the texts and the manifest of this world call what they name."""
        return Names.of(self.law_world, self.persons)

    def verify(self, judgment: Judgment) -> tuple[Diagnostic, ...]:
        """What is wrong with a judgment: its chains, verdicts and orders are checked one by one. Empty if nothing."""
        return verify(self.with_minimum_kind(judgment.minimum_kind).law_world, judgment)

    def check(self, dispute: Dispute | str) -> tuple[Diagnostic, ...]:
        """What a dispute names that the world does not know."""
        return prepare(self.law_world, self._dispute(dispute)).diagnostics

    def forum(
        self, facts: Mapping[str, object], of: str | None = None, question: str | None = None, each: Iterable[str] = ()
    ) -> tuple[Asked, ...]:
        """What a provider's own forum would say to the facts of a case, on each question that is a law.

        Facts are nested tables as JSON gives them. `of` is the provider, or the only one; `each` are paths to lists.
        This is analysis: nobody's consent is read. Raises CannotAsk, or Refused for facts that do not fit.
        """
        result = Putting(self.law_world, of, question, each=tuple(each)).put(Case("the case", facts))
        if result.problems:
            path = whole_file(self.name)
            raise Refused([Diagnostic(p.code, p.message, path, help=p.help) for p in result.problems])
        return result.asked

    def run_examples(self) -> tuple[tuple[int, tuple[Failed, ...]], ...]:
        """For every rulebook, how many examples it has and which fail."""
        return tuple(run_examples(book) for book in self.law_world.rulebooks.values())

    def run_disputes(self) -> tuple[tuple[str, tuple[Unmet, ...]], ...]:
        """For every dispute that states what it expects, what does not come out so."""
        return tuple(
            (name, unmet(dispute, self.resolve(dispute)))
            for name, dispute in told(self.disputes.items(), "disputes")
            if dispute.expect is not None
        )

    def with_register(self, register: Register) -> "Panarchy":
        """The same world with another register. Raises Refused if it does not fit."""
        world = LawWorld(self.law_world.rulebooks, self.law_world.vocabulary, register, self.law_world.persons)
        found = check_register(world)
        if errors(found):
            raise Refused(found)
        changed = replace(self, law_world=world, whole_register=None)
        changed._kept.extend(deciding.after(world) for deciding in self._kept)
        return changed

    def with_minimum_kind(self, minimum: ConsentKind | str) -> "Panarchy":
        """The same world in which consents weaker than a kind, such as `click`, count for nothing."""
        kind, laws = ConsentKind(minimum), self.law_world
        if laws.minimum_kind.suffices(kind):
            return self
        known = tuple(dict.fromkeys((*laws.persons, *laws.register.persons)))  # Who they are stays known.
        world = LawWorld(laws.rulebooks, laws.vocabulary, laws.register.at_least(kind), known, kind)
        return replace(self, law_world=world, whole_register=self._all_entries)

    def explain_diagnostics(self) -> str:
        """The warnings as text, with the authors' lines."""
        return "\n\n".join(render(d, self.texts) for d in self.diagnostics)

    @property
    def _deciding(self) -> Deciding:
        if not self._kept:
            self._kept.append(Deciding(self.law_world))
        return self._kept[0]

    @property
    def _all_entries(self) -> Register:
        return self.law_world.register if self.whole_register is None else self.whole_register

    def _receipt(self, judgment: Judgment) -> Receipt:
        if not self._in_receipts:
            last = head(self._all_entries)
            self._in_receipts.append((RegisterHead(entry=last.entry, hash=last.hash), always_read(self.digests)))
        register_head, always = self._in_receipts[0]
        read = texts_read(self.law_world, judgment, self.digests, always)
        return Receipt(
            library=__version__,
            language=LANGUAGE_VERSION,
            texts={name: self.digests[name] for name in read},
            register_head=register_head,
            dispute=dispute_hash(judgment.dispute),
            as_of=tuple(sorted({issue.anchor for issue in judgment.issues})),
            minimum_kind=judgment.minimum_kind,
        )

    def _why(self, old: Judgment, new: Judgment | None) -> tuple[str, ...]:
        if old.receipt is None:
            return ("it has no receipt, so nobody can tell what has changed",)
        now = (new and new.receipt) or self._receipt(old)
        read = {name for name in self.digests if name in old.receipt.texts or name in now.texts}
        now = now.model_copy(update={"texts": {name: self.digests[name] for name in self.digests if name in read}})
        broken = altered(old.receipt, old.dispute)
        return (
            *(["the dispute in the judgment is not the one of its receipt"] if broken else []),
            *causes(old.receipt.model_copy(update={"dispute": now.dispute}), now, self._all_entries),
        )

    def _dispute(self, dispute: Dispute | str) -> Dispute:
        if isinstance(dispute, Dispute):
            return dispute
        if dispute not in self.disputes:
            known = ", ".join(sorted(self.disputes)) or "none"
            message = f"this world has no dispute `{dispute}`"
            raise Refused([Diagnostic("PR600", message, whole_file(self.name), help=f"its disputes: {known}")])
        return self.disputes[dispute]


@dataclass(slots=True)
class Decided:
    """What was said of a dispute, for every claim on every issue. The judgment is made when it is first asked for."""

    issues: tuple[Said, ...]
    _world: Panarchy | None = field(default=None, repr=False)
    _dispute: Prepared | None = field(default=None, repr=False)
    _judgment: Judgment | None = field(default=None, repr=False)
    _reasons: tuple[Reasons, ...] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, judgment: Judgment) -> "Decided":
        """What a judgment says."""
        return cls(tuple(map(said_in, judgment.issues)), _judgment=judgment)

    @property
    def reasons(self) -> tuple[Reasons, ...]:
        """Law, chains of consent, forum, answers and deciding rules with the facts they read, for every issue.

        Those of a plain dispute are put together in some microseconds; what led nowhere stands in the judgment alone.
        """
        if self._reasons is None:
            self._reasons = self._at_once() or tuple(map(reasons_in, self.judgment.issues))
        return self._reasons

    def _at_once(self) -> tuple[Reasons, ...]:
        if self._judgment is not None or self._world is None or self._dispute is None:
            return ()
        found = self._world._deciding.reasons(self._dispute, self.issues[0], lambda: self.judgment)
        return () if found is None else (found,)

    @property
    def judgment(self) -> Judgment:
        """The judgment with all its reasons, as `resolve` gives it."""
        if self._judgment is None:
            assert self._world is not None
            assert self._dispute is not None
            self._judgment = self._world.resolve(Dispute.model_validate(self._dispute.raw))
        return self._judgment


@dataclass(frozen=True, slots=True)
class Replayed:
    """An archived judgment and the one of today, None if it is refused today; what differs, and what was changed."""

    old: Judgment
    new: Judgment | None
    differences: tuple[Difference, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading a folder gives: the world, unless it could not be made, and everything found on the way."""

    world: Panarchy | None
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    files: int = 0


def load(folder: Path) -> Loaded:
    """Read a world's folder, or law texts alone. Never raises for what is in them: mistakes are returned."""
    if stands_alone(folder):
        return _load_laws(folder)
    file = folder / FILE_NAME if folder.is_dir() else folder
    here = WorldFolder(file.parent)
    if file.exists() and here.read(file) is None:
        return Loaded(None, tuple(here.found), {}, here.files)
    manifest, problems = read_manifest(file)
    if manifest is None:
        return Loaded(None, problems, here.texts, here.files)
    found = list(problems)
    laws = {str(path): here.read(path) for path in world_files(here.root, manifest.world.rulebooks)}
    register, wrong = _register(manifest, here)
    is_register_whole = not errors([*here.found, *wrong])
    found += wrong
    disputes = {}
    for path in world_files(here.root, manifest.world.disputes):
        data = here.read(path)
        dispute, wrong = read_dispute(str(path), data) if data is not None else (None, ())
        found += wrong
        if dispute is not None:
            disputes[str(path)] = dispute
    loaded = _assemble(
        compiled(laws, here.root),
        register,
        tuple(manifest.persons),
        tuple(disputes.items()),
        manifest.world.name,
        manifest.world.title,
        here.texts,
    )
    if loaded.world:
        world = loaded.world.with_minimum_kind(manifest.register_rules.minimum_kind)
        loaded = replace(loaded, world=replace(world, persons=manifest.persons))
    # A person whose entries could not be read is not unknown.
    fitting = [d for d in loaded.diagnostics if is_register_whole or d.code != "PR601"]
    all_found = in_order([*here.found, *found, *fitting])
    return Loaded(loaded.world, all_found, loaded.texts, here.files)


def _load_laws(path: Path) -> Loaded:
    """Law texts without a manifest: a world in which nobody has consented to anything."""
    read = read_laws(path)
    loaded = _assemble(read.made, Register.of(()), (), (), path.stem, "", read.texts)
    return Loaded(loaded.world, read.diagnostics, loaded.texts, read.files)


def _assemble(
    made: CompiledFiles,
    register: Register,
    persons: tuple[str, ...],
    disputes: tuple[tuple[str, Dispute], ...],
    name: str,
    title: str,
    texts: Mapping[str, str],
) -> Loaded:
    laws = made.compiled
    world = LawWorld(laws.rulebooks, laws.vocabulary, register, persons)
    found = [*laws.diagnostics]
    if not errors(found):
        found += [*check_rulebooks(world, joined(register)), *check_register(world)]
    by_id: dict[str, Dispute] = {}
    for path, dispute in disputes:
        if not errors(laws.diagnostics):
            found += _check_dispute(world, dispute, path, texts)
        if dispute.id in by_id:
            message = f"two disputes have the id `{dispute.id}`"
            found.append(Diagnostic("PR600", message, whole_file(path), help="rename one"))
        by_id.setdefault(dispute.id, dispute)
    texts = {**texts, **made.texts}
    diagnostics = in_order(found)
    warnings = tuple(d for d in diagnostics if d.severity == "warning")
    return Loaded(Panarchy(world, name, title, by_id, warnings, texts, made.digests), diagnostics, texts)


def _check_dispute(world: LawWorld, dispute: Dispute, path: str, texts: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    found = prepare(world, dispute, path).diagnostics
    # The places are looked up only if something is wrong.
    return prepare(world, dispute, path, dispute_places(path, texts[path])).diagnostics if found else ()


def _register(manifest: Manifest, here: WorldFolder) -> tuple[Register, tuple[Diagnostic, ...]]:
    path, asked = here.root / manifest.world.register_file, manifest.register_rules
    if not path.exists() and not path.is_symlink():
        named = "register_file" in manifest.world.model_fields_set
        message = "the manifest names this register, and there is no such file"
        missing = Diagnostic("PR100", message, whole_file(str(path)))
        return Register((), str(path)), (missing,) if named else ()
    data = here.read(path)
    if data is None:
        return Register((), str(path)), ()
    rules = SignatureRules(asked.signatures == "required", asked.registrar or "")
    register, found = load_register(path, data, rules)
    if is_store(path):
        here.texts[str(path)] = write_register(register)  # A line for each entry, to show what is wrong with it.
    return register, found
