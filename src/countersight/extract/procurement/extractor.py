"""The extractor of procurement: every slot is a value of the release, or is inferred by a rule that is named."""

from collections.abc import Iterable, Iterator

from countersight.extract.base import Drop, Extraction
from countersight.extract.procurement.claims import ClaimMaker
from countersight.extract.procurement.layout import read_blocks
from countersight.extract.procurement.release import Release
from countersight.model.text import DocumentText
from countersight.values.release_layout import Label, Section

LEFT_OUT = "a supplier that is or may be a private person"
NO_BUYER = "nobody is named who buys"


class OcdsExtractor:
    """Finds the claims in texts of the reader `ocds`."""

    name = "ocds"
    version = "1"
    languages: frozenset[str] = frozenset()
    """Fields are read whatever the language of their words."""

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """Yield one extraction for each text; see `Extractor`."""
        for text in texts:
            yield self._extract(text)

    def _extract(self, text: DocumentText) -> Extraction:
        release = Release(read_blocks(text))
        maker = ClaimMaker(text, release, extractor=f"{self.name}@{self.version}")
        subjects, refused = maker.decide()
        drops = [Drop(reason=str(one.reason), quote=one.quote) for one in refused if not subjects]
        claims = []
        if subjects and maker.recipient is None:
            drops.append(Drop(reason=NO_BUYER, quote=subjects[0].decision.technology[0].home.text))
        elif subjects:
            claims = sorted(maker.make(subjects), key=lambda claim: claim.evidence[0].start)
            drops += [Drop(reason=LEFT_OUT, quote="") for _ in range(_people(release))]
        return Extraction(
            text_id=text.id, claims=tuple(claims), drops=tuple(drops), candidates=len(subjects) + len(refused)
        )


def _people(release: Release) -> int:
    """Count the private people among the suppliers; who they are is not in the text."""
    deals = [*release.of(Section.AWARD), *release.of(Section.CONTRACT)]
    return sum(len(block.all(Label.LEFT_OUT)) for block in deals)
