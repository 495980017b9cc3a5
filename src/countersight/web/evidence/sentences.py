"""A claim as one sentence: who does what to whom, and on whose word, put together from its slots by fixed templates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from markupsafe import Markup, escape

from countersight.model.claim import Claim, Kind, Party, Status
from countersight.model.finding import Finding, FindingParty
from countersight.release.names import NOT_SO, party_name
from countersight.web.language import Language


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


BOTH, GIVES, GETS, NEITHER = (True, True), (True, False), (False, True), (False, False)
"""Whether supplier and recipient are told."""

DEEDS: Mapping[Kind, Mapping[tuple[bool, bool], str]] = {
    Kind.SUPPLY: {
        BOTH: _("%(supplier)s supplies %(technology)s to %(recipient)s"),
        GIVES: _("%(supplier)s supplies %(technology)s"),
        GETS: _("%(recipient)s is supplied with %(technology)s"),
        NEITHER: _("supply of %(technology)s"),
    },
    Kind.DEPLOYMENT: {
        BOTH: _("%(recipient)s uses %(technology)s from %(supplier)s"),
        GIVES: _("%(technology)s from %(supplier)s is in use"),
        GETS: _("%(recipient)s uses %(technology)s"),
        NEITHER: _("use of %(technology)s"),
    },
    Kind.PROCUREMENT: {
        BOTH: _("%(recipient)s buys %(technology)s from %(supplier)s"),
        GIVES: _("%(supplier)s is to be paid for %(technology)s"),
        GETS: _("%(recipient)s buys %(technology)s"),
        NEITHER: _("purchase of %(technology)s"),
    },
    Kind.TRAINING: {
        BOTH: _("%(supplier)s trains %(recipient)s (%(technology)s)"),
        GIVES: _("%(supplier)s gives training (%(technology)s)"),
        GETS: _("%(recipient)s is trained (%(technology)s)"),
        NEITHER: _("training (%(technology)s)"),
    },
    Kind.AGREEMENT: {
        BOTH: _("%(supplier)s and %(recipient)s agree on %(technology)s"),
        GIVES: _("%(supplier)s enters an agreement on %(technology)s"),
        GETS: _("%(recipient)s enters an agreement on %(technology)s"),
        NEITHER: _("agreement on %(technology)s"),
    },
    Kind.DEMONSTRATION: {
        BOTH: _("%(supplier)s shows %(technology)s to %(recipient)s"),
        GIVES: _("%(supplier)s shows %(technology)s"),
        GETS: _("%(recipient)s is shown %(technology)s"),
        NEITHER: _("demonstration of %(technology)s"),
    },
    Kind.ATTENDANCE: {
        BOTH: _("%(supplier)s and %(recipient)s attend an event on %(technology)s"),
        GIVES: _("%(supplier)s attends an event on %(technology)s"),
        GETS: _("%(recipient)s attends an event on %(technology)s"),
        NEITHER: _("attendance of an event on %(technology)s"),
    },
    Kind.SANCTION: {
        BOTH: _("%(supplier)s sanctions %(recipient)s over %(technology)s"),
        GIVES: _("%(supplier)s imposes sanctions over %(technology)s"),
        GETS: _("%(recipient)s is sanctioned over %(technology)s"),
        NEITHER: _("sanctions over %(technology)s"),
    },
    Kind.ASSESSMENT: {
        BOTH: _("a judgment on %(technology)s from %(supplier)s in the hands of %(recipient)s"),
        GIVES: _("a judgment on %(technology)s from %(supplier)s"),
        GETS: _("a judgment on %(technology)s in the hands of %(recipient)s"),
        NEITHER: _("a judgment on %(technology)s"),
    },
    Kind.DEMAND: {
        BOTH: _("%(recipient)s wants %(technology)s from %(supplier)s"),
        GIVES: _("%(technology)s from %(supplier)s is wanted"),
        GETS: _("%(recipient)s wants %(technology)s"),
        NEITHER: _("demand for %(technology)s"),
    },
}
"""What is said to happen, by what of the parties is told. In the present, for the words alone tell the time."""

TRAINS: Mapping[tuple[bool, bool], str] = {
    BOTH: _("%(supplier)s trains %(recipient)s"),
    GIVES: _("%(supplier)s gives training"),
    GETS: _("%(recipient)s is trained"),
    NEITHER: _("training"),
}
"""Training in no technology that is named."""
NO_TECHNOLOGY = "training_only"
"""The label of training without a named technology."""
UNNAMED = "other"
"""The label of what falls under no other: its name says less than the words do."""
UNNAMED_WORDS = _("surveillance technology")

TOLD: Mapping[Status, tuple[str, str]] = {
    Status.REPORTED: (_("Reported: %(deed)s."), _("%(speaker)s reports: %(deed)s.")),
    Status.CLAIMED: (_("Claimed by a party: %(deed)s."), _("%(speaker)s claims: %(deed)s.")),
    Status.ALLEGED: (_("Alleged: %(deed)s."), _("%(speaker)s alleges: %(deed)s.")),
    Status.PLANNED: (_("Planned: %(deed)s."), _("Planned, says %(speaker)s: %(deed)s.")),
    Status.COMPLETED: (_("Done: %(deed)s."), _("Done, says %(speaker)s: %(deed)s.")),
    Status.DENIED: (_("Denied: %(deed)s."), _("%(speaker)s denies: %(deed)s.")),
    Status.CANCELLED: (_("Canceled: %(deed)s."), _("Canceled, says %(speaker)s: %(deed)s.")),
}
"""How far the source goes, without and with a speaker."""


def say_claim(claim: Claim, language: Language) -> Markup:
    """Say a claim in one sentence; the words of its slots are elements with the slot's class."""
    plain, spoken = TOLD[claim.status]
    slots: dict[str, Any] = {"deed": _deed(claim.kind, _claim_names(claim, language), language)}
    if claim.speaker is None:
        return _fill(language.say(plain), slots)
    return _fill(language.say(spoken), slots | {"speaker": _slot("speaker", claim.speaker.mention.name)})


def say_finding(finding: Finding, language: Language) -> Markup:
    """Say the proposition of a finding, whoever says so; one that all its claims deny is said to be denied."""
    names = {
        "supplier": name_party(finding.supplier, language),
        "recipient": name_party(finding.recipient, language),
        "technology": _technologies(finding.technology, language),
    }
    deed = _deed(finding.kind, names, language)
    if set(finding.statuses) <= NOT_SO:
        return _fill(language.say(TOLD[finding.statuses[0]][0]), {"deed": deed})
    return Markup("%s.") % _capital(deed)


def name_party(party: FindingParty | None, language: Language) -> str:
    """Name a party of a finding: organizations by their own names, territories as the language names them."""
    if party is None:
        return ""
    return party_name(replace(party, territories=())) or language.listed(map(language.territory, party.territories))


def _deed(kind: Kind, names: Mapping[str, str], language: Language) -> Markup:
    is_bare = kind is Kind.TRAINING and not names["technology"]
    template = (TRAINS if is_bare else DEEDS[kind])[bool(names["supplier"]), bool(names["recipient"])]
    names = names if is_bare or names["technology"] else {**names, "technology": language.say(UNNAMED_WORDS)}
    return _fill(language.say(template), {slot: _slot(slot, name) for slot, name in names.items()})


def _claim_names(claim: Claim, language: Language) -> dict[str, str]:
    labels = [slot.label for slot in claim.technology]
    written = {slot.label: slot.mention.name for slot in claim.technology if slot.mention}
    return {
        "supplier": _party_words(claim.supplier, language),
        "recipient": _party_words(claim.recipient, language),
        "technology": _technologies(labels, language, written),
    }


def _party_words(party: Party | None, language: Language) -> str:
    if party is None:
        return ""
    if party.mention is not None:
        return party.mention.name
    return language.listed(language.territory(slot.code) for slot in party.territories)


def _technologies(labels: Sequence[str], language: Language, written: Mapping[str, str] = MappingProxyType({})) -> str:
    """Name technologies as the taxonomy does; what falls under none of its labels, as written."""
    names = (_technology(label, written.get(label), language) for label in labels)
    return language.listed(dict.fromkeys(filter(None, names)))


def _technology(label: str, written: str | None, language: Language) -> str:
    if label == NO_TECHNOLOGY:
        return ""
    return written or language.say(UNNAMED_WORDS) if label == UNNAMED else _lower_first(language.label(label))


def _lower_first(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _slot(slot: str, words: str) -> Markup:
    return Markup('<span class="named {slot}"><bdi>{words}</bdi></span>').format(slot=slot, words=words)


def _fill(template: str, slots: Mapping[str, Any]) -> Markup:
    return escape(template) % slots


def _capital(sentence: Markup) -> Markup:
    """Give a sentence that begins with a word of ours, and not with an element, its capital."""
    return sentence[:1].upper() + sentence[1:] if sentence[:1] not in ("", "<", "&") else sentence
