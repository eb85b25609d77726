"""The closed lists of result codes: statuses of an issue and notes beside a status.

Each member has a page in `docs/reference/results/`, and says in a few words what it means.
"""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """How far an issue could be decided."""

    DECIDED = "DECIDED"
    DECIDED_IN_PART = "DECIDED_IN_PART"
    UNDETERMINED = "UNDETERMINED"
    NO_COMMON_LAW = "NO_COMMON_LAW"
    NO_COMMON_LAW_JOINT = "NO_COMMON_LAW_JOINT"
    NO_FORUM = "NO_FORUM"
    FORUM_DECLINED = "FORUM_DECLINED"
    AMBIGUOUS_FORUM = "AMBIGUOUS_FORUM"
    AMBIGUOUS_LAW = "AMBIGUOUS_LAW"
    CONFLICTING_CONSENTS = "CONFLICTING_CONSENTS"
    CONFLICTING_DUTIES = "CONFLICTING_DUTIES"
    RULE_CONFLICT = "RULE_CONFLICT"
    LAW_SILENT = "LAW_SILENT"
    LAW_UNAVAILABLE = "LAW_UNAVAILABLE"
    CHARACTERISATION_SPLIT = "CHARACTERISATION_SPLIT"
    RENVOI_CYCLE = "RENVOI_CYCLE"
    INCIDENTAL_UNRESOLVED = "INCIDENTAL_UNRESOLVED"
    LIMPING_STATUS = "LIMPING_STATUS"
    REFUSED_PUBLIC_POLICY = "REFUSED_PUBLIC_POLICY"
    MANDATORY_RULE_CONFLICT = "MANDATORY_RULE_CONFLICT"
    NOT_ARBITRABLE = "NOT_ARBITRABLE"
    STAYED = "STAYED"
    ALREADY_DECIDED = "ALREADY_DECIDED"
    INCAPACITY = "INCAPACITY"
    CONSENT_CHALLENGED = "CONSENT_CHALLENGED"
    PROXY_SPLIT = "PROXY_SPLIT"
    AMENDMENT_OUTSIDE_POWER = "AMENDMENT_OUTSIDE_POWER"
    PANEL_HUNG = "PANEL_HUNG"
    RATE_MISSING = "RATE_MISSING"
    REMEDY_UNAVAILABLE = "REMEDY_UNAVAILABLE"
    DOUBLE_TITLE = "DOUBLE_TITLE"
    COLLECTIVE_SANCTION = "COLLECTIVE_SANCTION"


class NoteCode(StrEnum):
    """Something worth knowing beside a status."""

    FALSE_CONFLICT = "FALSE_CONFLICT"
    SAME_RESULT = "SAME_RESULT"
    SAME_IN_EACH_CLASS = "SAME_IN_EACH_CLASS"
    CLASSED_BY_FORUM = "CLASSED_BY_FORUM"
    TIME_BARRED = "TIME_BARRED"
    EVASION_FLAG = "EVASION_FLAG"
    ADAPTATION_NEEDED = "ADAPTATION_NEEDED"
    CONSENT_BY_PROXY = "CONSENT_BY_PROXY"
    PARTIAL_FORUM = "PARTIAL_FORUM"
    THIRD_PARTY_AFFECTED = "THIRD_PARTY_AFFECTED"
    NOT_RECOGNISED = "NOT_RECOGNISED"
    REFUSED_PUBLIC_POLICY = "REFUSED_PUBLIC_POLICY"
    NOT_OPPOSABLE = "NOT_OPPOSABLE"
    KEPT_APART = "KEPT_APART"
    PERIOD_SPLIT = "PERIOD_SPLIT"
    FORM_UNMET = "FORM_UNMET"


DECIDED = (Status.DECIDED, Status.DECIDED_IN_PART)

# The same words as in the tables of `docs/reference/results/README.md`.
MEANING: Mapping[Status, str] = {
    Status.DECIDED: "the issue is decided",
    Status.DECIDED_IN_PART: "the issue is decided up to a cap",
    Status.UNDETERMINED: "facts are missing",
    Status.NO_COMMON_LAW: "no law is common to the parties",
    Status.NO_COMMON_LAW_JOINT: "pairs have a common law, all together have none",
    Status.NO_FORUM: "no forum is common to the parties",
    Status.FORUM_DECLINED: "the forum does not take the case",
    Status.AMBIGUOUS_FORUM: "several forums are left",
    Status.AMBIGUOUS_LAW: "several laws are left",
    Status.CONFLICTING_CONSENTS: "agreements contradict each other",
    Status.CONFLICTING_DUTIES: "a person has duties that contradict each other",
    Status.RULE_CONFLICT: "rules of one code contradict each other",
    Status.LAW_SILENT: "the law has no rule for the issue",
    Status.LAW_UNAVAILABLE: "the text of the law is not there",
    Status.CHARACTERISATION_SPLIT: "the codes class the claim differently",
    Status.RENVOI_CYCLE: "laws refer to each other in a circle",
    Status.INCIDENTAL_UNRESOLVED: "a preliminary question has no answer",
    Status.LIMPING_STATUS: "a status holds towards some and not towards others",
    Status.REFUSED_PUBLIC_POLICY: "a code refuses the result",
    Status.MANDATORY_RULE_CONFLICT: "mandatory rules contradict each other",
    Status.NOT_ARBITRABLE: "the matter is not left to others",
    Status.STAYED: "the proceedings wait",
    Status.ALREADY_DECIDED: "the claim was decided before",
    Status.INCAPACITY: "a party could not bind themselves",
    Status.CONSENT_CHALLENGED: "it is disputed whether there was consent",
    Status.PROXY_SPLIT: "guardians chose differently",
    Status.AMENDMENT_OUTSIDE_POWER: "the parties are bound by different editions",
    Status.PANEL_HUNG: "the panel came to no majority",
    Status.RATE_MISSING: "a rate of exchange is missing",
    Status.REMEDY_UNAVAILABLE: "there is no such remedy",
    Status.DOUBLE_TITLE: "two registries name two owners",
    Status.COLLECTIVE_SANCTION: "a sanction would bind people who did not consent",
}
NOTED: Mapping[NoteCode, str] = {
    NoteCode.FALSE_CONFLICT: "several laws give the same result",
    NoteCode.SAME_RESULT: "each home law gives this result",
    NoteCode.SAME_IN_EACH_CLASS: "every class that codes give the claim leads to the same law and result",
    NoteCode.CLASSED_BY_FORUM: "the procedure of the forum says what kind of claim it is",
    NoteCode.TIME_BARRED: "the claim came too late",
    NoteCode.EVASION_FLAG: "somebody changed sides shortly before the event",
    NoteCode.ADAPTATION_NEEDED: "laws for different issues do not fit together",
    NoteCode.CONSENT_BY_PROXY: "a chain begins with somebody else's act",
    NoteCode.PARTIAL_FORUM: "the forum is one side's own",
    NoteCode.THIRD_PARTY_AFFECTED: "people outside are affected",
    NoteCode.REFUSED_PUBLIC_POLICY: "a code refuses the result of another law",
    NoteCode.NOT_OPPOSABLE: "a mandatory rule does not bind the other side",
    NoteCode.FORM_UNMET: "a contract meets the form of no law in common",
    NoteCode.KEPT_APART: "a code keeps issues together that have laws of their own",
    NoteCode.PERIOD_SPLIT: "a relation that goes on is judged time by time, or would be",
    NoteCode.NOT_RECOGNISED: "a provider does not recognise the decision",
}
