"""Several who each say that a claim was assigned to them: the table of a dispute file."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from panarchy_rules.base.boundary import Unfit
from panarchy_rules.casefile.fields import Day, Id, Label, Name, Several


class Title(BaseModel):
    """A claim that was assigned more than once. Who has it is for a registry that the debtor and all of them accept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    claim: Id | None = Field(default=None, description="the claim that was assigned; the only one, if left out")
    to: Several[Name] = Field(min_length=2, description="who each say that it was assigned to them")
    question: Label = Field(description="the question of the vocabulary that asks who has it; its answer is a person")
    matter: Label = Field(description="what the question is about")
    anchor: Day = Field(description="the day whose consents and editions count for it")

    @model_validator(mode="after")
    def _are_several(self) -> "Title":
        if len(set(self.to)) < len(self.to):
            raise Unfit("somebody is named twice", "name each of them once", at=("to",))
        return self
