"""A release as its text tells it: tender, lots, items, awards, contracts and who takes part, tied to one another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countersight.extract.procurement.codes import judge_code
from countersight.extract.procurement.deciding import Code, Purchase
from countersight.extract.procurement.layout import Block, Line, Words
from countersight.values.release_layout import Label, Section


@dataclass(frozen=True, slots=True)
class Deal:
    """One award with its contract, or a contract whose award is not in the release."""

    award: Block | None
    contract: Block | None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The contract first: it is what was agreed on in the end."""
        return tuple(block for block in (self.contract, self.award) if block is not None)

    @property
    def lots(self) -> set[str]:
        """References of the lots it is of; none where that is not told."""
        return {line.first.text for block in self.blocks for line in block.all(Label.LOT)}


class Release:
    """The blocks of one release."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = tuple(blocks)
        self.tender = self._first(Section.TENDER)
        self.process = self._first(Section.PROCESS)
        self.lots = self.of(Section.LOT)
        self.parties = self.of(Section.PARTY)
        named = [block for block in map(self._first, (Section.BUYER, Section.PROCURING_ENTITY)) if block]
        self.buyer = next((block for block in named if block.words(Label.NAME)), None) or self._party_as("buyer")

    def of(self, section: Section) -> list[Block]:
        """Return the blocks of a section, in order."""
        return [block for block in self._blocks if block.heading.section is section]

    def deals(self) -> Iterator[Deal]:
        """Yield each award with the contract that names it, then the contracts that name none of them."""
        contracts = self.of(Section.CONTRACT)
        taken: set[int] = set()
        for award in self.of(Section.AWARD):
            reference = award.words(Label.ID)
            own = [one for one in contracts if reference and _told(one, Label.AWARD) == reference.text]
            taken.update(one.heading.number for one in own)
            if not own:
                yield Deal(award, None)
            yield from (Deal(award, contract) for contract in own)
        yield from (Deal(None, one) for one in contracts if one.heading.number not in taken)

    def items(self, *, of: Block | None = None, lot: str | None = None) -> list[Block]:
        """Return the items of the tender, one of its lots, an award or a contract."""
        items = self.of(Section.ITEM)
        if of is not None and of.heading.section in (Section.AWARD, Section.CONTRACT):
            owner = (of.heading.section, of.heading.number)
            return [item for item in items if (item.heading.of, item.heading.of_number) == owner]
        own = [item for item in items if item.heading.of is Section.TENDER]
        return own if lot is None else [item for item in own if _told(item, Label.LOT) == lot]

    def purchase(self, block: Block) -> Purchase:
        """Gather what a tender, lot, award or contract says of what is bought."""
        lot = _told(block, Label.ID) if block.heading.section is Section.LOT else None
        # What lots hold is asked of each lot: a tender is about its title and its own codes.
        items = [] if block.heading.section is Section.TENDER and len(self.lots) > 1 else self.items(of=block, lot=lot)
        # A lot without a name of its own goes by its tender's.
        named = block if block.words(Label.TITLE) or self.tender is None or lot is None else self.tender
        return _purchase(block, items, titles=named.all(Label.TITLE))

    def party(self, *, name: Words, reference: Words | None) -> Block | None:
        """Return the party that a name or its reference stands for."""
        if reference is not None:
            for block in self.parties:
                if _told(block, Label.ID) == reference.text:
                    return block
        return next((block for block in self.parties if _told(block, Label.NAME) == name.text), None)

    def _first(self, section: Section) -> Block | None:
        return next((block for block in self._blocks if block.heading.section is section), None)

    def _party_as(self, role: str) -> Block | None:
        for block in self.parties:
            if any(line.first.text == role for line in block.all(Label.ROLE)) and block.words(Label.NAME):
                return block
        return None


def _purchase(block: Block, items: list[Block], *, titles: list[Line]) -> Purchase:
    titles_of = [line.first for line in titles]
    titles_of += [line.first for item in items for line in item.all(Label.DESCRIPTION)]
    codes, count = [], 0
    for home in (block, *items):
        for label in (Label.CODE, Label.FURTHER_CODE):
            for line in home.all(label):
                count += 1
                # A scheme, a code, and what it means; of fewer values it cannot be told which is which.
                meaning = judge_code(line.first.text, line.values[1].text) if len(line.values) > 1 else None
                if meaning is not None:
                    whole = _joined(line.values[1:])
                    codes.append(Code(meaning, whole, is_main=label is Label.CODE))
    descriptions = tuple(line.first for line in block.all(Label.DESCRIPTION))
    return Purchase(tuple(titles_of), descriptions, tuple(codes), count)


def _joined(values: tuple[Words, ...]) -> Words:
    """Take values side by side as one stretch of words."""
    text = values[0].text + "".join(f" {value.text}" for value in values[1:])
    return Words(text, values[0].start, values[-1].end, values[0].at)


def _told(block: Block, label: Label) -> str | None:
    words = block.words(label)
    return words.text if words else None
