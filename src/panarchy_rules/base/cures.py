"""What would cure a status, in general: one sentence for each that is not a decision.

The pages of `docs/reference/results/` say more; a judgment adds what would do in its own case.
"""

from collections.abc import Mapping

from panarchy_rules.base.results import Status

CURES: Mapping[Status, str] = {
    Status.UNDETERMINED: "the facts that are missing",
    Status.NO_COMMON_LAW: "an agreement of the parties on a law",
    Status.NO_COMMON_LAW_JOINT: "one consent to a law that all others have reached, or claims between two",
    Status.NO_FORUM: "an agreement of the parties on a forum",
    Status.FORUM_DECLINED: "another forum, or a change in the forum's own clause",
    Status.AMBIGUOUS_FORUM: "to file with one of the forums that are left",
    Status.AMBIGUOUS_LAW: "a tie break in the codes of all parties, or an agreement on one of the laws",
    Status.CONFLICTING_CONSENTS: "a later agreement, or one of narrower scope",
    Status.CONFLICTING_DUTIES: "a tie break in the codes of all parties, or an agreement on one law",
    Status.RULE_CONFLICT: "an exception or a precedence in the code",
    Status.LAW_SILENT: "a rule in the law, or an agreement on another law for this issue",
    Status.LAW_UNAVAILABLE: "the rulebook of that edition",
    Status.CHARACTERISATION_SPLIT: "one law by agreement for every class, or one forum whose procedure gives the class",
    Status.RENVOI_CYCLE: "a clause that says what holds if references come round, or an agreement on a law",
    Status.INCIDENTAL_UNRESOLVED: "a law that the persons of the preliminary question have in common, or its facts",
    Status.LIMPING_STATUS: "a word on who answers the question in the law that governs, or an agreement",
    Status.REFUSED_PUBLIC_POLICY: "another law that all accept, without that result",
    Status.MANDATORY_RULE_CONFLICT: "clauses that respect fewer of the other side's mandatory rules",
    Status.NOT_ARBITRABLE: "the law and the forum of the code that keeps the matter",
    Status.STAYED: "the end of the other proceedings, or an agreement on this forum",
    Status.ALREADY_DECIDED: "nothing; the earlier decision stands",
    Status.INCAPACITY: "a ratification once of age, or the consent of a guardian on record",
    Status.CONSENT_CHALLENGED: "a finding on the contested consent, or an agreement after the event",
    Status.PROXY_SPLIT: "the person's own act, or one agreement of the guardians",
    Status.AMENDMENT_OUTSIDE_POWER: "a ratification of the later edition, or an agreement on one edition",
    Status.PANEL_HUNG: "another panel, if the law provides for one",
    Status.RATE_MISSING: "a dated rate in the law, or claims in one unit",
    Status.REMEDY_UNAVAILABLE: "a claim for another remedy",
    Status.DOUBLE_TITLE: "a registry that all who are concerned accept",
    Status.COLLECTIVE_SANCTION: "the consent of each who is to be bound",
}
