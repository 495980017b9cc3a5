"""The wordings of reasons that findings, grades, origins and slots are kept with, each once, for the translations.

What stages store is English: ids and releases rest on it. Each wording here is one that a stage writes, with a name for
what changes in it, which says what may stand there: see `reasons.SORTS`.
"""

from collections.abc import Mapping
from types import MappingProxyType


def _(words: str) -> tuple[str]:
    """Mark a wording for translation."""
    return (words,)


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Mark a wording that changes with `num` for translation."""
    return one, many


Wording = tuple[str] | tuple[str, str]
"""In the singular alone, or with its plural."""

GRADES: tuple[Wording, ...] = (
    _("reliability F: no claim is left to tell a source"),
    _("reliability %(letter)s, the best of its sources: %(source)s, %(reason)s"),
    _("assessed by a named person: %(words)s"),
    _("declared in %(path)s: %(words)s"),
    _("%(source)s was right in %(right)s of %(all)s checked findings: its word counts %(value)s"),
    _("credibility %(digit)s, %(meaning)s: %(reason)s"),
    _("confirmed by other origins"),
    _("probably true"),
    _("possibly true"),
    _("doubtful"),
    _("improbable"),
    _("cannot be judged"),
    _("a reviewer rejected the finding"),
    _("a reviewer accepted the finding"),
    _("no claim speaks of it"),
    _("a single origin speaks of it, and its word carries too little to judge by"),
    ngettext(
        "%(num)s origin for it, %(against)s against: %(reason)s",
        "%(num)s origins for it, %(against)s against: %(reason)s",
    ),
    _("those for it weigh clearly more"),
    _("those for it weigh more"),
    _("neither side weighs clearly more"),
    _("it is only denied"),
    _("those against it weigh clearly more"),
    _("one origin speaks of it, and none beside it"),
    ngettext(
        "%(num)s origin, whose words carry little even together",
        "%(num)s origins, whose words carry little even together",
    ),
    ngettext("%(num)s origin, all of them interested", "%(num)s origins, all of them interested"),
    ngettext(
        "%(num)s origin, which contradict one another in part", "%(num)s origins, which contradict one another in part"
    ),
    ngettext("%(num)s origin, whose words carry only in part", "%(num)s origins, whose words carry only in part"),
    ngettext("%(num)s independent origin bear one another out", "%(num)s independent origins bear one another out"),
    _("that it is so: %(value)s, between %(low)s and %(high)s"),
    _("that it was planned, not that it came of it: %(value)s, between %(low)s and %(high)s"),
    _("that it was agreed on, not that it was delivered: %(value)s, between %(low)s and %(high)s"),
    _("that it was delivered: %(value)s, between %(low)s and %(high)s"),
    _("that it is or was in use: %(value)s, between %(low)s and %(high)s"),
    _("that it was called off: %(value)s, between %(low)s and %(high)s"),
    _("one vote for each independent origin: %(for)s for it, %(against)s against"),
    _("one vote for each independent origin: %(for)s for it, %(against)s against; %(reason)s"),
    ngettext("%(num)s of %(all)s says nothing of that", "%(num)s of %(all)s say nothing of that"),
    ngettext(
        "%(num)s of the votes by a party or its officials: "
        "such a word carries less on what came of a deal, and in denial",
        "%(num)s of the votes by a party or its officials: "
        "such a word carries less on what came of a deal, and in denial",
    ),
    ngettext("%(num)s of the votes hedged, which count half", "%(num)s of the votes hedged, which count half"),
    _("a reviewer's accept of the finding counts as a vote of the best letter"),
    _("a reviewer's reject of the finding counts as a vote of the best letter"),
    ngettext(
        "%(num)s of %(all)s claims accepted by a reviewer as read right",
        "%(num)s of %(all)s claims accepted by a reviewer as read right",
    ),
    ngettext(
        "%(num)s of %(all)s claims rejected by a reviewer, which have no vote",
        "%(num)s of %(all)s claims rejected by a reviewer, which have no vote",
    ),
)
"""Of `corroborate/grading`: `grader`, `credibility`."""

STEPS: tuple[Wording, ...] = (
    _("evidence: no claim that stands speaks of it"),
    _("evidence, one step down: %(reason)s"),
    _("a single origin"),
    _("misreading, no claim is surely read (at best %(value)s): one that a reviewer accepts counts whole"),
    _("risk of bias, only speakers with a stake in it"),
    _("risk of bias, no source that can be leaned on (%(letters)s)"),
    _("indirectness, all of it repeated from others"),
    _("indirectness, what is not repeated is hedged"),
    _("inconsistency, some assert it and some deny it"),
    _("inconsistency, %(reason)s"),
    _("imprecision, no claim tells when"),
    _("imprecision, a figure is told only roughly"),
)
"""Of `corroborate/grading/evidence`."""

BASES: tuple[Wording, ...] = (
    _("a news agency, whose dispatches many papers check and correct"),
    _("an official site or gazette, the record of a state's own acts"),
    _("a firm's own site, which knows its deals and advertises them"),
    _("a research or rights organization that publishes its methods and evidence"),
    _("speaks for a party to the deal, which knows it and has a stake in it"),
    _("holds an office of a state that is a party, which knows the deal and has a stake in it"),
    _("nothing is known of it"),
)
"""Why a class of sources has its letter: `reference/source_priors.yaml`."""

GROUPS: tuple[Wording, ...] = (
    ngettext(
        "%(num)s claim alike enough in %(slots)s; nothing that they tell keeps them apart",
        "%(num)s claims alike enough in %(slots)s; nothing that they tell keeps them apart",
    ),
    ngettext(
        "kept by itself: it fitted %(num)s other finding equally well",
        "kept by itself: it fitted %(num)s other findings equally well",
    ),
    _("denied by %(names)s"),
    _("denied, by whom is not told"),
    ngettext(
        "%(num)s of its %(all)s claims was rejected by a reviewer and does not count",
        "%(num)s of its %(all)s claims were rejected by a reviewer and do not count",
    ),
    ngettext(
        "%(num)s claim, of which a reviewer put together what is of one deal",
        "%(num)s claims, of which a reviewer put together what is of one deal",
    ),
    _("by what they tell alone these would be kept apart: %(slots)s"),
    _("told as %(kinds)s: different words for one thing"),
    ngettext(
        "%(num)s of %(all)s name the recipient, the others at most its territory",
        "%(num)s of %(all)s name the recipient, the others at most its territory",
    ),
    ngettext("%(num)s of %(all)s tell the place within it", "%(num)s of %(all)s tell the place within it"),
    _("technologies told: %(labels)s"),
    _("times overlap"),
    ngettext("%(num)s of %(all)s tell a time", "%(num)s of %(all)s tell a time"),
    _("figures told: %(words)s"),
    _("told both as a plan and otherwise, with times and figures that fit"),
    _("one origin: one document"),
    ngettext(
        "one origin: %(num)s document that copy one another or rest on one word",
        "one origin: %(num)s documents that copy one another or rest on one word",
    ),
    ngettext(
        "%(num)s independent origin among %(all)s documents", "%(num)s independent origins among %(all)s documents"
    ),
)
"""Of `corroborate/summaries`."""

RIVALS: tuple[Wording, ...] = (
    _("accepted by a reviewer"),
    _("told by more independent origins (%(count)s)"),
    _("told by more who have no stake in it"),
    _("the more precise"),
    _("a reviewer rejected every claim that tells it"),
    ngettext(
        "a party's own word against %(num)s origin without a stake",
        "a party's own word against %(num)s origins without a stake",
    ),
    _("another value has more behind it"),
    _("nothing sets it above the others"),
)
"""Of `corroborate/ranks`."""

CONTRADICTIONS: tuple[Wording, ...] = (
    ngettext(
        "told: %(words)s; the claims here place recipients of %(name)s in %(num)s territory: %(codes)s",
        "told: %(words)s; the claims here place recipients of %(name)s in %(num)s territories: %(codes)s",
    ),
    ngettext(
        "told: %(words)s; the claims here place recipients of %(name)s in %(num)s territory",
        "told: %(words)s; the claims here place recipients of %(name)s in %(num)s territories",
    ),
    ngettext(
        "denied by %(names)s, told as so by %(num)s other claim",
        "denied by %(names)s, told as so by %(num)s other claims",
    ),
    ngettext("denied, told as so by %(num)s other claim", "denied, told as so by %(num)s other claims"),
    _("told: %(words)s, against %(other_words)s"),
)
"""Of `corroborate/contradictions`."""

LINKS: tuple[Wording, ...] = (
    _("one denies what the other tells"),
    _("alike but for the time: %(words)s and %(other_words)s"),
    _("alike but for the figure: %(words)s and %(other_words)s"),
    _("it tells the end of what the other tells as planned"),
    _("it tells as done what the other tells as planned"),
    _("it tells the end of what the other tells"),
    _("it tells in use what the other tells as bought, sold or agreed"),
    ngettext(
        "the other tells of %(num)s territory, this one of %(codes)s",
        "the other tells of %(num)s territories, this one of %(codes)s",
    ),
    _("this one tells of %(words)s only"),
    _("this one counts fewer of the same"),
)
"""Of `corroborate/links`."""

ORIGINS: tuple[Wording, ...] = (
    _("documents %(one)s and %(other)s have the same text"),
    _("documents %(one)s and %(other)s give themselves the same address, %(words)s"),
    _("documents %(one)s and %(other)s are both published by %(name)s"),
    _("documents %(one)s and %(other)s are of %(name)s and %(other_name)s, both owned by %(owner)s"),
    _("documents %(one)s and %(other)s both rest on the word of %(teller)s"),
    _("document %(one)s"),
    _("whoever they quote in the same words"),
    _("%(percent)s of the five-word sequences of document %(one)s stand in document %(other)s"),
    _("%(percent)s of the eight-character sequences of document %(one)s stand in document %(other)s"),
    _("%(share)s, and both credit %(name)s"),
    _("%(share)s, and their pairs of characters agree to %(percent)s"),
    _("%(share)s, and their names and figures agree to %(percent)s, their longer words to %(other_percent)s"),
)
"""Of `corroborate/origins`: `telling`, `tellers`."""

RULES: tuple[Wording, ...] = (
    _("named beside these words, as the rules read the clause"),
    _("named elsewhere in the passage, as the trained model reads it"),
    _("the trained model's reading of the passage"),
    _("pronoun or role resolved to the nearest one named before"),
    _("role resolved to the nearest firm named before"),
    _("noun left out after a number"),
    _("the territory named last before"),
    _("the territory that the text is about"),
    _("the only territory that the sentence names"),
    _("maker of the technology, named in the passage"),
    _("nearest vendor named before"),
    _("referred back to the technology named before"),
    _("the technology that the passage speaks of"),
    _("territory of the named agency"),
    _("territory of the portal whose prefix the OCID begins with"),
    _("territory of the declared source that the release came from"),
    _("training without a named technology"),
    _("mapping %(mapping)s: %(words)s"),
    _("counted from %(day)s, the day of publication"),
    _("counted from %(day)s"),
)
"""By which extractors infer a slot that no words tell."""

REMARKS: tuple[Wording, ...] = (
    _("accepted before, on %(day)s"),
    _("edited before, on %(day)s"),
    _("rejected before, on %(day)s"),
    _("left open before, on %(day)s"),
    _("the newer extractor reads this differently from what was accepted on %(day)s"),
    _("the newer extractor reads this differently from what was edited on %(day)s"),
    _("the newer extractor reads this differently from what was rejected on %(day)s"),
    _("the newer extractor reads this differently from what was left open on %(day)s"),
    _("joined a finding that was decided on %(day)s"),
)
"""Of `review/board`: what was decided before."""

NAMES: tuple[Wording, ...] = (
    _("“%(name)s” is like “%(other_name)s”"),
    _("“%(name)s” is like %(other_name)s, and with what the claim tells %(percent)s likely to be meant"),
    _("“%(name)s” holds a name of %(other_name)s and more words: it may be a branch or another company"),
    _("“%(name)s” holds the name of what %(other_name)s makes or keeps, and more words"),
    _("“%(name)s” holds names of more than one organization: %(names)s"),
    _("“%(name)s” is a name of more than one organization: %(names)s"),
    _("“%(name)s” is a name of %(other_name)s, but others are called so too, and the claim does not say where it is"),
    _("“%(name)s” is a name of %(other_name)s, but the claim places the party in %(names)s"),
    _("“%(name)s” without its legal form is a name of %(other_name)s, but the claim places the party in %(names)s"),
)
"""Of `resolve`: what was left open, and whose names are alike."""

STATES: tuple[Wording, ...] = (
    _("failed: %(failure)s"),
    _("not read yet"),
    _("not looked through yet"),
    _("language %(language_code)s is not read yet"),
    _("withdrawn"),
)
"""Of `release/provenance`: why the claims of a document were not looked for."""

WORDINGS: tuple[Wording, ...] = (
    *GRADES, *STEPS, *BASES, *GROUPS, *RIVALS, *CONTRADICTIONS, *LINKS, *ORIGINS, *RULES, *REMARKS, *NAMES, *STATES,
)  # fmt: skip

FAILURES: Mapping[str, tuple[str]] = MappingProxyType({
    "BudgetExhausted": _("what a run may spend on a model was spent"),
    "DocumentTooLarge": _("it is larger than this project takes"),
    "EmptyDocument": _("it has no words"),
    "EndpointUnavailable": _("the model’s server did not answer"),
    "MisnamedFile": _("its name and its bytes do not agree"),
    "ReaderCrashed": _("the reader broke off"),
    "ReaderExhausted": _("reading it took more time or memory than it may"),
    "RecognizerMissing": _("its pages are images, and nothing here recognizes words in them"),
    "UnreadableDocument": _("it is damaged, encrypted, or no document of its kind"),
    "UnreadableRow": _("a row of it cannot be read"),
    "UnsupportedFormat": _("nothing here reads documents of its kind"),
    "UnusableAnswer": _("the model’s answer could not be used"),
})  # fmt: skip
"""By the class of the error that a document failed with; of one that nobody foresaw, its name is all there is."""

SHARED: Mapping[str, tuple[str]] = MappingProxyType({
    "words": _("words"),
    "words alone": _("words alone"),
    "kind": _("kind"),
    "supplier": _("supplier"),
    "territory": _("territory"),
    "technology": _("technology"),
    "identity": _("identity"),
    "process": _("purchase procedure"),
    "extent": _("extent"),
    "deal": _("deal"),
    "time": _("time"),
    "place": _("place"),
    "figure": _("figure"),
})  # fmt: skip
"""What claims can have in common and what can keep them apart: `corroborate/summaries`, `corroborate/compatibility`."""
