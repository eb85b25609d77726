"""Open the register store that a command names: a path in, the store out. Raises Stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.base.law_files import FILE_NAME
from panarchy_rules.casefile.manifest import Manifest, read_manifest
from panarchy_rules.cli.exits import Stopped, misuse, unreadable
from panarchy_rules.cli.paths import existing, shown
from panarchy_rules.register.chain import Checkpoint
from panarchy_rules.register.load import STORE_ENDINGS, is_store
from panarchy_rules.register.storage import RegisterStore
from panarchy_rules.register.verify_signatures import SignatureRules


@contextmanager
def store_at(typed: str, *, create: bool = False, read_only: bool = False) -> Iterator[RegisterStore]:
    """The store, with what its world asks of signatures. What it refuses ends the command."""
    path = store_path(typed)
    try:
        with RegisterStore.open(path, rules_for(path), create=create, read_only=read_only) as store:
            yield store
    except Refused as refused:
        raise Stopped(refused.diagnostics) from None


def store_path(typed: str) -> Path:
    """The file of the store: the one named, or the register of the world named."""
    path = shown(Path(typed))
    if path.is_dir():
        manifest, found = read_manifest(path)
        if manifest is None:
            raise Stopped(found)
        path = path / manifest.world.register_file
    if not is_store(path):
        endings = " or ".join(quoted(ending) for ending in STORE_ENDINGS)
        raise misuse(f"{quoted(path)} is not called like a register store", f"its name must end in {endings}")
    return path


def rules_for(path: Path) -> SignatureRules:
    """What a world asks of the entries of its register, if the store is one."""
    for folder in path.absolute().parents:
        if (folder / FILE_NAME).is_file():
            manifest, found = read_manifest(folder)
            if manifest is None:
                raise Stopped(found)
            return _rules(manifest) if (folder / manifest.world.register_file).absolute() == path.absolute() else _NONE
    return _NONE


_NONE = SignatureRules()


def _rules(manifest: Manifest) -> SignatureRules:
    asked = manifest.register_rules
    return SignatureRules(asked.signatures == "required", asked.registrar or "")


def named_file(typed: str | None, option: str) -> Path:
    """The file behind an option that has to be there."""
    if typed is None:
        raise misuse(f"`{option}` is missing", f"write `{option} FILE`")
    path = existing(typed)
    if path.is_dir():
        raise unreadable(path, "this is a folder, and a file is needed")
    return path


def checkpoint_words(checkpoint: Checkpoint) -> str:
    """A checkpoint as it is printed, and read again by `--checkpoint`."""
    return f"{checkpoint.entry}:{checkpoint.hash}"


def read_checkpoint(words: str) -> Checkpoint:
    """A checkpoint as `register checkpoint` prints it."""
    number, _, digest = words.partition(":")
    if not number.isdecimal() or len(number) > 18 or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise misuse(f"{quoted(words)} is no checkpoint", "write it as `panarchy register checkpoint` printed it")
    return Checkpoint(int(number), digest)
