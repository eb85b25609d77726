"""What a judgment says of proceedings: the acts and how each fared, the stage, what may be done next, and duties."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ActFinding(_Part):
    """One recorded act."""

    on: date = Field(description="the day on which it was done")
    by: str = Field(description="who did it")
    act: str = Field(description="what was done")
    content: Mapping[str, str] = Field({}, description="what the act says, in the words of the language")
    fate: Literal["counts", "void", "open"] = Field(description="whether it counts, is void, or that is not known")
    rules: tuple[str, ...] = Field((), description="the rules that gave the power; none for mere conduct")
    reasons: tuple[str, ...] = Field((), description="why it is void or open")
    lacking: tuple[str, ...] = Field((), description="the facts on which it depends whether it counts")


class Chance(_Part):
    """What somebody has power to do next."""

    person: str = Field(description="who, or `anyone`")
    act: str = Field(description="what they may do")
    content: Mapping[str, str] = Field({}, description="what the act must say")
    rules: tuple[str, ...] = Field(description="the rules that give the power")
    after: date | None = Field(None, description="the day behind which it is in time")
    until: date | None = Field(None, description="the last day")
    depends_on: tuple[str, ...] = Field((), description="facts, and parts of the act, on which the power depends")


class DutyFinding(_Part):
    """A duty that the rules of the procedure lay down."""

    person: str = Field(description="whose duty it is")
    must: bool = Field(description="whether the act must be done; if not, it must not be done")
    act: str = Field(description="the act")
    rule: str = Field(description="the rule that says so")
    towards: str | None = Field(None, description="the role of the one to whom it is owed")
    until: date | None = Field(None, description="the last day")
    state: Literal["open", "done", "breached", "unknown"] = Field(description="whether it was done in time")


class ProceedingsFinding(_Part):
    """The record of proceedings, replayed against the rulebook of the procedure."""

    procedure: str = Field(description="the law against which the acts were replayed")
    stages: tuple[str, ...] = Field((), description="the stages that hold")
    lacking: tuple[str, ...] = Field((), description="the facts on which other stages depend")
    acts: tuple[ActFinding, ...] = Field((), description="every recorded act in the order in which they were taken")
    next: tuple[Chance, ...] = Field((), description="who may do what next, and until when")
    duties: tuple[DutyFinding, ...] = Field((), description="duties in force, and those that were breached")
