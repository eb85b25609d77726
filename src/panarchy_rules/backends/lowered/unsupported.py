"""What cannot be said in whole numbers: every reason has a name here, and goes to the interpreter with it."""

UNSUPPORTED = {
    "another law": "a condition asks another law, or names the law of a person",
    "circle": "questions ask one another in a circle",
    "conduct": "a condition asks what was done, or may be done",
    "division": "a result is divided by an amount that the facts give, and not rounded",
    "kind": "a fact, question or value is a text, a law or another kind without numbers",
    "law": "acceptance clauses, overlays and tie-breaks are read with the consents, and results by other laws",
    "measure": "a definition rests on itself, and a measure says where it ends",
    "operations": "a question comes to more operations than are worth compiling",
    "periods": "a period has more than a few runs of days, or its days or weeks are looked at one by one",
    "persons": "the persons of the case are not known beforehand, or come in an order that differs from row to row",
    "places": "a list may have too many members, or none in any row",
    "rules": "more than 62 rules have a say in one question",
    "term": "a term that the lowering does not know",
    "units": "rules on one question, or the two sides of a choice, give amounts in different currencies",
}


class Unsupported(Exception):
    """A rulebook says on a question what whole numbers cannot say. `reason` is a name in `UNSUPPORTED`."""

    def __init__(self, reason: str) -> None:
        super().__init__(UNSUPPORTED[reason])
        self.reason = reason
