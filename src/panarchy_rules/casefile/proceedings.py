"""The record of proceedings as a dispute file states it: who did what on which day."""

from pydantic import BaseModel, ConfigDict, Field

from panarchy_rules.casefile.fields import Day, Facts, Label, Name


class RecordedAct(BaseModel):
    """One act. Acts of one day count in the order in which they stand."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: Day = Field(description="the day on which it was done")
    by: Name = Field(description="the person who did it")
    act: Label = Field(description="what was done, by its name in the vocabulary")
    content: Facts = Field(default={}, description="what the act says: the fields that the vocabulary lists")
