"""Who supplies and who receives: names at their place, their territories, and no private person."""

from countersight.extract.grounding.passages import Passage
from countersight.extract.scanning import Span
from countersight.model.claim import Party, TerritorySlot
from countersight.model.evidence import mention_at
from countersight.model.text import DocumentText
from countersight.values.organizations import OrganizationMention, find_organizations
from countersight.values.persons import is_titled, titled_names
from countersight.values.territories import find_territories

_STATES_HAND = frozenset({"agency", "authority"})


class PartyReader:
    """Reads the parties of claims in one passage. All places are in code points of the text."""

    def __init__(self, text: DocumentText, passage: Passage) -> None:
        words = text.text[passage.start : passage.end]
        self._text = text
        self._start = passage.start
        self._territories = find_territories(words)
        self._organizations = find_organizations(words)
        self._titled = titled_names(words)

    def is_person(self, place: Span, *, told: bool) -> bool:
        """Whether the name is a private person's: the model says so, or somewhere in the passage a title stands by it.

        The names of known organizations and of territories are not.
        """
        if self._organization(place) or self.territories(place):
            return False
        return told or is_titled(self._text.text[place.start : place.end], self._titled)

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
