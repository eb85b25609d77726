"""The challenge of a consent in a dispute file, and what became of it in a judgment: two promised forms."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from panarchy_rules.base.boundary import Unfit
from panarchy_rules.casefile.fields import Day, Label, Name, Several, Text

MOST_CHALLENGES = 6  # Each open one doubles the ways in which the case may fall.


class Challenge(BaseModel):
    """A party contests that a consent is valid: an entry of the register, or whatever leads somebody to a law."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: Name = Field(description="the party who contests the consent")
    entry: Annotated[int, Field(strict=True, ge=1)] | None = Field(
        default=None, description="the number of the entry that is contested"
    )
    to: Text | None = Field(
        default=None, description='the law, such as `"ulex 1.2"`, or forum to which every chain is contested'
    )
    of: Name | None = Field(default=None, description="whose chains are contested; those of `by`, if left out")
    ground: Text = Field(description="why: forgery, duress, no capacity, outside power, or whatever it is")
    reaches: Several[Literal["law", "forum"]] = Field(
        default=("law",), min_length=1, description="whether the choice of a law is contested, of a forum, or both"
    )
    found: Literal["valid", "void"] | None = Field(default=None, description="what a forum found, if one did")
    found_by: Label | None = Field(default=None, description="the forum that found it")
    found_on: Day | None = Field(default=None, description="the day of its finding")

    @model_validator(mode="after")
    def _is_whole(self) -> "Challenge":
        if (self.entry is None) == (self.to is None):
            raise Unfit("a challenge names either an `entry` or a law or forum in `to`", "name one of them", at=())
        if self.of and self.to is None:
            raise Unfit("`of` says whose chains are contested, and no chain is", "leave it out", at=("of",))
        if self.to and self.reaches != ("law",):
            cure = "leave it out: `to` says whether a law or a forum is meant"
            raise Unfit("`reaches` is for the challenge of an entry", cure, at=("reaches",))
        finding = (self.found, self.found_by, self.found_on)
        if any(finding) and not all(finding):
            cure = "write `found`, `found_by` and `found_on`, or none of them"
            raise Unfit("a finding says what was found, by which forum and on which day", cure, at=("found",))
        return self

    @property
    def whose(self) -> str:
        """Whose chains are contested, if no entry is named."""
        return self.of or self.by

    @property
    def against(self) -> tuple[str, ...]:
        """What is contested: the choice of a law, that of a forum, or both."""
        return self.reaches if self.to is None else ("law",) if " " in self.to else ("forum",)

    @property
    def what(self) -> str:
        """What is contested, in words."""
        return f"entry {self.entry}" if self.entry else f"the chain of {self.whose} to {self.to}"
