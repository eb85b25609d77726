"""The catalogue of diagnostic codes: what each means in one line, and whether it is an error or a warning.

PR1xx files and text, PR2xx names and kinds, PR3xx rules and exceptions, PR4xx the world's graph,
PR5xx the register, PR6xx disputes, PR7xx judgments.
Every code has a page in `docs/diagnostics/`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the catalogue."""

    title: str
    severity: str = "error"


CODES: dict[str, Code] = {
    # Files and text.
    "PR100": Code("a file cannot be read"),
    "PR101": Code("a file is not UTF-8 text"),
    "PR102": Code("something else was expected here"),
    "PR103": Code("a text in quotation marks is not closed"),
    "PR104": Code("`and` and `or` are mixed without brackets"),
    "PR105": Code("a clause is nested too deeply"),
    "PR106": Code("a file is too large"),
    "PR107": Code("a date does not exist in the calendar"),
    "PR108": Code("a word of the language is used as a name"),
    "PR109": Code("a file starts with no header"),
    "PR110": Code("a character has no place in a rulebook"),
    "PR111": Code("a file needs another version of the language"),
    "PR112": Code("a word opens no clause"),
    "PR113": Code("a bracket is not closed"),
    "PR114": Code("a clause has no place in this kind of file"),
    # Names and kinds.
    "PR200": Code("a name is not known here"),
    "PR201": Code("a name is declared twice"),
    "PR202": Code("a value is of another kind than expected"),
    "PR203": Code("two kinds do not mix"),
    "PR204": Code("a word is not one of the listed values"),
    "PR205": Code("a vocabulary is not found"),
    "PR206": Code("a module is not found"),
    "PR207": Code("two files declare one name differently"),
    "PR209": Code("something appears twice where it may appear once"),
    # Rules and exceptions.
    "PR300": Code("a label is used twice"),
    "PR301": Code("an exception names no rule that exists"),
    "PR302": Code("exceptions go round in a circle"),
    "PR303": Code("precedence goes round in a circle"),
    "PR304": Code("a conclusion does not fit what it is an exception to"),
    "PR305": Code("definitions go round in a circle"),
    "PR306": Code("steps are listed for a head that no rule opens"),
    "PR307": Code("a step is not listed, or listed twice"),
    "PR309": Code("an example does not come out as expected"),
    "PR310": Code("a plain `claim fails` has no claim"),
    "PR311": Code("an exception is to a rule that holds always"),
    "PR320": Code("nothing says of which kind something is"),
    "PR321": Code("a fact or definition is not asked as it is declared"),
    "PR322": Code("a record is written out where none can stand"),
    "PR323": Code("a record holds itself"),
    "PR324": Code("a definition rests on itself, and nothing says that this ends"),
    "PR325": Code("a definition rests on itself through a negation"),
    "PR326": Code("an exception is to rules that are asked about different things"),
    "PR327": Code("a rule for each member of a list says nothing of what is owed"),
    "PR370": Code("a rule is to be replaced, and nothing is written in its place"),
    # Acts, norms and remedies.
    "PR350": Code("no act is about to be done here"),
    "PR351": Code("a record has no such field"),
    "PR352": Code("only a duty can be breached"),
    "PR353": Code("a remedy is neither imposition nor withdrawal"),
    "PR335": Code("two rows of a table fit one case"),
    "PR336": Code("a row does not fit its table"),
    "PR337": Code("the bands of a scale are not in order"),
    "PR338": Code("a parameter is not in order"),
    # The world's graph.
    "PR400": Code("a law is accepted that nobody published"),
    "PR401": Code("an edition is named that does not exist"),
    "PR402": Code("a forum is named that nobody published"),
    "PR403": Code("two files publish one edition"),
    "PR404": Code("a code with members does not say what it governs", "warning"),
    "PR405": Code("a forum is named that is not open to those who name it", "warning"),
    "PR406": Code("a reciprocal clause is mirrored by nobody", "warning"),
    "PR407": Code("an accepted law was not in force when it was accepted", "warning"),
    "PR371": Code("a plan of a population is not in order"),
    "PR408": Code("a world has no manifest"),
    "PR409": Code("a manifest is not in order"),
    "PR410": Code("references to whole laws go round in a circle", "warning"),
    "PR430": Code("a reference says how renvoi goes where nothing is followed"),
    "PR420": Code("a reservation does not look at the result"),
    "PR421": Code("what is no rule on what is owed is made mandatory"),
    "PR422": Code("a rate is not between two units"),
    # The register.
    "PR500": Code("a line of the register is cut off or is not JSON"),
    "PR501": Code("an entry of the register is not in order"),
    "PR502": Code("entries are numbered or dated out of order"),
    "PR503": Code("an entry names a provider, law or forum nobody published"),
    "PR504": Code("an entry revokes what does not exist"),
    "PR505": Code("an entry ends a membership that was never begun"),
    "PR506": Code("an agreement names a law without an edition", "warning"),
    "PR510": Code("an entry of the register does not fit its hash"),
    "PR511": Code("an entry of the register is missing or stands in another place"),
    "PR512": Code("the register does not lead through a checkpoint that was kept elsewhere"),
    "PR513": Code("an entry is not signed by everyone whose act it is"),
    "PR514": Code("a signature does not fit the entry it stands under"),
    "PR515": Code("an entry is signed with a key that does not count for it"),
    "PR516": Code("a signed act stands in the register a second time"),
    "PR517": Code("an entry is dated back"),
    "PR518": Code("a register store cannot be opened, written or checked"),
    "PR524": Code("a provider is joined, or ends, after its end"),
    "PR519": Code("a sealed name or text does not fit its seal"),
    # Disputes.
    "PR600": Code("a dispute file is not in order"),
    "PR601": Code("a person is not known to the register"),
    "PR602": Code("a matter is not known"),
    "PR603": Code("a fact is not known"),
    "PR604": Code("a fact is of another kind than the vocabulary says"),
    "PR605": Code("an amount is written as a binary float"),
    "PR606": Code("a date does not exist"),
    "PR607": Code("a provider or law is not known"),
    "PR608": Code("a role is not known or not filled"),
    "PR609": Code("a dispute is too large"),
    "PR610": Code("an issue is not known"),
    "PR620": Code("a preliminary question is not known"),
    # Files of cases.
    "PR431": Code("a file of cases is not in order"),
    "PR432": Code("a fact of a case does not fit its declaration"),
    "PR433": Code("two facts of a case are read as one"),
    "PR434": Code("a case does not come out as its file expects"),
    # The record of proceedings.
    "PR630": Code("an act of the record is not known"),
    "PR631": Code("an act has no such field"),
    "PR632": Code("an act is dated after the day of judgment"),
    "PR633": Code("the standing of a fact is said, and the fact is not stated"),
    # Judgments.
    "PR700": Code("a judgment file is not in order"),
    "PR701": Code("a judgment does not verify"),
    "PR702": Code("a dispute does not come out as its file expects"),
    # The command line.
    "PR800": Code("the command was not understood"),
    "PR801": Code("a file or folder stands in the way"),
    # Tools for authors.
    "PR900": Code("a block of law is not closed"),
    "PR901": Code("a clause goes on in another block"),
    "PR902": Code("a file is not in canonical form"),
    "PR903": Code("the tests try too little of the law"),
    # The linter.
    "PR910": Code("a rule cites no source", "warning"),
    "PR911": Code("a definition is read by no rule", "warning"),
    "PR912": Code("a fact is read by no rule", "warning"),
    "PR913": Code("a condition can never hold", "warning"),
    "PR914": Code("a rule can never decide", "warning"),
    "PR915": Code("two rules always collide", "warning"),
    "PR916": Code("no tie break chooses between two laws", "warning"),
    "PR917": Code("members cannot leave before an amendment binds them", "warning"),
    "PR918": Code("nothing limits when a claim may be filed", "warning"),
    "PR919": Code("a fact has no text to ask for it with", "warning"),
    "PR920": Code("a matter is governed for which no forum is accepted", "warning"),
    "PR921": Code("`is yes` says nothing", "warning"),
    "PR922": Code("a double `not` says nothing", "warning"),
    "PR923": Code("an ignore does not say what and why", "warning"),
    "PR924": Code("an ignore ignores nothing", "warning"),
}
