"""Read the manifest of a world: its folder in, what the world is called and which files it is made of out."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from panarchy_rules.base import fields
from panarchy_rules.base.boundary import Unfit, quoted
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.documents import Unreadable, decode
from panarchy_rules.base.law_files import FILE_NAME
from panarchy_rules.base.spans import whole_file
from panarchy_rules.casefile.fields import Name, Text, Titles
from panarchy_rules.casefile.loading import TOML, Source, load

LANGUAGE = 1
MOST_BYTES = 1 << 20


def _inside_the_world(pattern: str) -> str:
    parts = pattern.split("/")
    if pattern.startswith("/") or re.match("[A-Za-z]:", pattern) or ".." in parts:
        message = f"leads out of the folder of the world: {quoted(pattern)}"
        raise Unfit(message, "name files below the manifest only")
    if "\\" in pattern or not pattern.isprintable():
        raise Unfit(f"cannot be {quoted(pattern)}", "separate folders with `/`")
    if any(part in ("", ".") or ("**" in part and part != "**") for part in parts):
        raise Unfit(f"cannot be {quoted(pattern)}", "write a path such as `codes/*.law` or `**/*.law`")
    return pattern


def _known_language(language: int) -> int:
    if language != LANGUAGE:
        message = f"is {language}, and this version reads language {LANGUAGE}"
        raise Unfit(message, f"write {LANGUAGE}", "PR111")
    return language


def _a_file(pattern: str) -> str:
    if any(mark in pattern for mark in "*?["):
        raise Unfit("must be one file", "write a path without `*`")
    return pattern


Pattern = Annotated[str, BeforeValidator(fields.read_text), AfterValidator(_inside_the_world)]
File = Annotated[Pattern, AfterValidator(_a_file)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(fields.read_list), AfterValidator(fields.without_repetition)]


SIGNATURES = ("accepted", "required")
SignatureMode = Annotated[
    str, BeforeValidator(fields.one_of(SIGNATURES)), Field(json_schema_extra={"enum": [*SIGNATURES]})
]
KINDS = ("express", "click", "conduct", "proxy", "inherited", "presumed")
KindOfConsent = Annotated[str, BeforeValidator(fields.one_of(KINDS)), Field(json_schema_extra={"enum": [*KINDS]})]
PublicKey = Annotated[str, Field(pattern="^[0-9a-f]{64}$"), BeforeValidator(fields.hexadecimal(64))]


class World(BaseModel):
    """The `[world]` table: the name of a world and where its files are."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)

    name: Name = Field(description="the name of the world, such as `harbor_and_mesa`")
    title: Text = Field(default="", description="one line for readers")
    language: Annotated[int, Field(strict=True), AfterValidator(_known_language)] = Field(
        description="the version of the rulebook language, which is 1"
    )
    rulebooks: Patterns = Field(
        default=("**/*.law", "**/*.law.md", "**/*.law.csv"),
        description="rulebooks, vocabularies and modules, and tables",
    )
    # Not `register`, which pydantic's models have from the class they are derived from.
    register_file: File = Field(
        default="register.jsonl",
        validation_alias="register",
        serialization_alias="register",
        description="the register",
    )
    disputes: Patterns = Field(default=("disputes/*.toml", "disputes/*.json"), description="the disputes")


class RegisterRules(BaseModel):
    """The `[register]` table: what the world asks of the entries in its register."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signatures: SignatureMode = Field(
        default="accepted", description="`required` if every entry must be signed by those whose act it is"
    )
    registrar: PublicKey | None = Field(
        default=None, description="the public key of the registrar, who vouches for the keys of others"
    )
    minimum_kind: KindOfConsent = Field(
        default="presumed", description="the weakest kind of consent that counts, such as `click`"
    )


class Manifest(BaseModel):
    """The file `panarchy.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)

    world: World = Field(description="the table of the name of the world and of its files")
    # Named otherwise for the same reason as `register_file`.
    register_rules: RegisterRules = Field(
        default=RegisterRules(),
        validation_alias="register",
        serialization_alias="register",
        description="the table of what is asked of the register",
    )
    persons: Titles = Field(
        default={}, description="people who have consented to nothing yet, each with the name to show"
    )


def read_manifest(path: Path) -> tuple[Manifest | None, tuple[Diagnostic, ...]]:
    """The manifest at `path`, which is the file itself or the folder of the world. Never fails."""
    file = path / FILE_NAME if path.is_dir() else path
    try:
        if not file.is_file() and file.exists():
            return _refused(file, "PR100", "this is not a file")
        if file.stat().st_size > MOST_BYTES:
            return _refused(file, "PR106", f"a manifest has at most {MOST_BYTES} bytes")
        content = file.read_bytes()
    except FileNotFoundError:
        return _refused(file, "PR408", f"there is no {quoted(FILE_NAME)} here", "`panarchy new` writes one")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        return _refused(file, "PR100", f"the manifest cannot be read: {reason or 'its path is no path'}")
    text = decode(content)
    if isinstance(text, Unreadable):
        return _refused(file, text.code, text.message, text.help)
    return load(Source(str(file), text, TOML, code="PR409", too_large="PR409"), Manifest)


def world_files(folder: Path, patterns: tuple[str, ...]) -> tuple[Path, ...]:
    """The files the patterns name, once each, in the order of their paths.

    Hidden files and folders are passed over, and so is what a link leads to outside the folder.
    """
    root = folder.resolve()
    found = {
        file.relative_to(folder).as_posix(): file
        for pattern in patterns
        for file in folder.glob(pattern)
        if file.is_file() and file.resolve().is_relative_to(root)
    }
    return tuple(found[name] for name in sorted(found) if not re.search(r"(^|/)\.", name))


def _refused(file: Path, code: str, message: str, cure: str = "") -> tuple[None, tuple[Diagnostic, ...]]:
    return None, (Diagnostic(code, message, whole_file(str(file)), help=cure),)
