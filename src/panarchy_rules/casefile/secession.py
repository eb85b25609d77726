"""Read `secession.toml`: the file in, what is simulated on a world out."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from panarchy_rules.base import fields
from panarchy_rules.base.boundary import Unfit, quoted
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.documents import Unreadable, decode
from panarchy_rules.base.spans import whole_file
from panarchy_rules.casefile.fields import Day, Label, Name, Several, Text
from panarchy_rules.casefile.loading import TOML, Source, load

FILE_NAME = "secession.toml"
MOST_PEOPLE = 10_000_000
_STRICT = ConfigDict(extra="forbid", frozen=True)


def _share(value: Any) -> Any:
    """A share written as a whole number of per cent, such as `"35 %"`."""
    text = fields.read_text(value)
    number, _, rest = text.partition(" ")
    if rest != "%" or not number.isdigit() or int(number) > 100:
        raise Unfit(f"{quoted(text)} is no share", 'write a whole number of per cent, such as `"35 %"`')
    return Fraction(int(number), 100)


def _positive(number: int) -> int:
    if not 1 <= number <= MOST_PEOPLE:
        raise Unfit(f"is {number}", f"write a number from 1 to {MOST_PEOPLE}")
    return number


Share = Annotated[Fraction, BeforeValidator(_share), Field(json_schema_extra={"type": "string"})]
Count = Annotated[int, Field(strict=True), AfterValidator(_positive)]
Whole = Annotated[int, Field(strict=True, ge=0)]


class Group(BaseModel):
    """Some people who are alike."""

    model_config = _STRICT

    region: Name = Field(description="where they live")
    prefers: Name = Field(description="the code they prefer")
    accepts: Name | None = Field(default=None, description="a code they accept too")
    number: Count = Field(description="how many they are")


class Drawn(BaseModel):
    """A population that is drawn."""

    model_config = _STRICT

    people: Count = Field(description="how many people there are")
    regions: Count = Field(default=10, description="how many regions")
    districts: Count = Field(default=10, description="how many districts each region has")
    homogeneity: Share = Field(description="the share of people drawn to the favourite of their district")
    second: Share = Field(default=Fraction(0), description="the share that accepts a second code")
    minors: Share = Field(default=Fraction(0), description="the share of minors")
    seed: Whole = Field(default=1860, description="where the draw begins")


class Costs(BaseModel):
    """What a provider costs in a year, in the world's own money."""

    model_config = _STRICT

    fixed: Whole = Field(description="whatever the number of members")
    each: Whole = Field(default=0, description="for each member")


class TreatyState(BaseModel):
    """A day whose editions say which codes accept what."""

    model_config = _STRICT

    title: Text = Field(description="what to call it")
    day: Day = Field(description="the day")


class Secession(BaseModel):
    """The file `secession.toml`."""

    model_config = _STRICT

    status_quo: Name = Field(description="the code that is the law of the territory")
    matter: Label = Field(description="what people dispute about")
    codes: Several[Name] = Field(description="the codes people may prefer")
    prohibitions: dict[Name, Whole] = Field(
        default={}, description="how many acts that concern only oneself a code forbids"
    )
    disputes: Whole = Field(default=0, description="how many disputes are drawn; without it, one of each with each")
    local: Whole = Field(default=70, le=100, description="of a hundred disputes, how many are between neighbours")
    costs: Costs = Field(description="what a provider costs")
    states: Several[TreatyState] = Field(description="the days on which treaties are looked at")
    population: Drawn | None = Field(default=None, description="a population to draw")
    groups: Several[Group] = Field(default=(), description="or people by hand")

    @model_validator(mode="after")
    def _is_whole(self) -> "Secession":
        if (self.population is None) == (not self.groups):
            raise Unfit("there is no one population", "write either `[population]` or `[[groups]]`", at=())
        if len(self.codes) < 2:
            raise Unfit("there are fewer than two codes", "name the codes people may prefer", at=("codes",))
        named = [self.status_quo, *self.prohibitions, *(g.prefers for g in self.groups)]
        named += [group.accepts for group in self.groups if group.accepts]
        for name in named:
            if name not in self.codes:
                raise Unfit(f"{quoted(name)} is none of the codes", "add it to `codes`", at=("codes",))
        return self


def read_secession(folder: Path) -> tuple[Secession | None, tuple[Diagnostic, ...]]:
    """The plan in a world's folder. Never fails."""
    file = folder / FILE_NAME
    try:
        text = decode(file.read_bytes())
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        help_ = f"`{FILE_NAME}` says who lives where and what they accept"
        return None, (Diagnostic("PR100", reason, whole_file(str(file)), help=help_),)
    if isinstance(text, Unreadable):
        return None, (Diagnostic(text.code, text.message, whole_file(str(file)), help=text.help),)
    return load(Source(str(file), text, TOML, code="PR371", too_large="PR371"), Secession)
