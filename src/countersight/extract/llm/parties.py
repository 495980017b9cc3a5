"""Who supplies and who receives: names at their place, their territories, and no private person."""

import re
from itertools import takewhile

from countersight.extract.llm.passages import Passage
from countersight.extract.scanning import Span
from countersight.model.claim import Party, TerritorySlot
from countersight.model.evidence import mention_at
from countersight.model.text import DocumentText
from countersight.values.organizations import OrganizationMention, find_organizations
from countersight.values.territories import find_territories

_HONORIFICS = (
    "mr", "mrs", "ms", "miss", "sir", "madam", "dr", "señor", "señora", "sr", "sra", "don", "doña", "monsieur",
    "madame", "mme", "mlle", "senhor", "senhora", "herr", "frau", "г-н", "г-жа", "господин", "госпожа", "السيد",
    "السيدة", "κύριος", "κυρία",
)  # fmt: skip
_TITLED = re.compile(rf"(?<!\w)(?:{'|'.join(_HONORIFICS)})\.?\s+((?:\w[\w'’-]*\.?\s+){{0,2}}\w[\w'’-]*)", re.IGNORECASE)
_TITLED_AFTER = re.compile(r"(\w{1,4})(?:先生|女士|小姐)")
_STATES_HAND = frozenset({"agency", "authority"})


class PartyReader:
    """Reads the parties of claims in one passage. All places are in code points of the text."""

    def __init__(self, text: DocumentText, passage: Passage) -> None:
        words = text.text[passage.start : passage.end]
        self._text = text
        self._start = passage.start
        self._territories = find_territories(words)
        self._organizations = find_organizations(words)
        found = (_capped(name) for pattern in (_TITLED, _TITLED_AFTER) for name in pattern.findall(words))
        self._titled = {name.casefold() for name in found if name}

    def is_person(self, place: Span, *, told: bool) -> bool:
        """Whether the name is a private person's: the model says so, or somewhere in the passage a title stands by it.

        The names of known organizations and of territories are not.
        """
        if self._organization(place) or self.territories(place):
            return False
        name = self._text.text[place.start : place.end].casefold()
        bare = {name, name.split()[-1]}
        return told or bool(_TITLED.match(name + " .")) or any(bare & {one, one.split()[-1]} for one in self._titled)

    def territories(self, place: Span) -> list[TerritorySlot]:
        """Return the territories that the words at `place` name."""
        found = (
            (mention.code, self._start + mention.start, self._start + mention.end) for mention in self._territories
        )
        return [
            TerritorySlot(code=code, mention=mention_at(self._text, start, end))
            for code, start, end in found
            if place.start <= start and end <= place.end
        ]

    def party(self, place: Span | None, further: list[TerritorySlot]) -> Party | None:
        """Make a party of a name's place and the territories stated beside it; `None` where there is neither."""
        stated = [*(self.territories(place) if place is not None else ()), *further]
        if not stated and place is not None:
            stated = self._of_agency(place)
        slots = tuple({slot.code: slot for slot in reversed(stated)}.values())[::-1]
        if place is None and not slots:
            return None
        mention = mention_at(self._text, place.start, place.end) if place is not None else None
        return Party(mention=mention, territories=slots)

    def _of_agency(self, place: Span) -> list[TerritorySlot]:
        """Return the state whose agency is named; a vendor's home is not told by its name."""
        return [
            TerritorySlot(code=organization.territory, inferred="territory of the named agency")
            for organization in self._organization(place)[:1]
            if organization.territory and _STATES_HAND & set(organization.roles)
        ]

    def _organization(self, place: Span) -> list[OrganizationMention]:
        return [
            mention
            for mention in self._organizations
            if place.start <= self._start + mention.start and self._start + mention.end <= place.end
        ]


def _capped(name: str) -> str:
    """Return a titled name without what follows it in small letters: `Mosby`, not `Mosby of Orbex`."""
    return " ".join(takewhile(lambda word: not word[0].islower(), name.split()))
