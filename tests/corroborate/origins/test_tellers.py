"""Whose word claims are, and how many origins they have by that."""

import random
from collections.abc import Callable

import pytest

from countersight.corroborate.assertions import reduce_claim
from countersight.corroborate.origins import Origins
from countersight.corroborate.origins.publishers import Families, Family
from countersight.corroborate.origins.tellers import count_origins, find_telling
from countersight.model.claim import Claim
from countersight.model.finding import Origin
from countersight.model.text import DocumentText

BOUGHT = "Glimmer Optics sold cameras to Ruritania"
OWNERS = Families([Family(owner="Zenda Media", keys=frozenset({"one.example", "two.example"}), sources=("x",))])


class Finding:
    """The claims of one finding, told in documents."""

    def __init__(self, write: Callable[..., DocumentText], claim: Callable[..., Claim]) -> None:
        self.write, self.make = write, claim
        self.told: list[tuple[Claim, DocumentText]] = []

    def tell(self, words: str, document: str, *, speaker: str | None = None, **about: object) -> None:
        text = self.write(f"{words} ({document})", document, **about)
        self.told.append((self.make(text, speaker=speaker), text))

    def origins(self, *, shuffle: int | None = None) -> tuple[Origin, ...]:
        told = list(self.told)
        if shuffle is not None:
            random.Random(shuffle).shuffle(told)
        tellings = {claim.id: find_telling(claim, text, families=OWNERS) for claim, text in told}
        documents = {claim.document_id for claim, _ in told}
        return count_origins([reduce_claim(claim, {}) for claim, _ in told], Origins(documents, ()), tellings=tellings)


@pytest.fixture
def finding(write: Callable[..., DocumentText], claim: Callable[..., Claim]) -> Finding:
    return Finding(write, claim)


def test_one_speaker_is_one_origin(finding: Finding) -> None:
    finding.tell(f"{BOUGHT}, said Rudolf Elphberg", "a", speaker="Rudolf Elphberg")
    finding.tell(f"According to Rudolf Elphberg, {BOUGHT}", "b", speaker="Rudolf Elphberg")
    (origin,) = finding.origins()
    assert origin.document_ids == ("a", "b")
    assert origin.basis == ("documents a and b both rest on the word of Rudolf Elphberg",)


def test_two_speakers_are_two_origins(finding: Finding) -> None:
    finding.tell(f"{BOUGHT}, said Rudolf Elphberg", "a", speaker="Rudolf Elphberg")
    finding.tell(f"{BOUGHT}, said Flavia Strofzin", "b", speaker="Flavia Strofzin")
    assert len(finding.origins()) == 2


@pytest.mark.parametrize("speaker", ["officials", "a spokesman", "the ministry"])
def test_nobody_in_particular_joins_nobody(finding: Finding, speaker: str) -> None:
    finding.tell(f"{BOUGHT}, {speaker} said", "a", speaker=speaker)
    finding.tell(f"{BOUGHT}, so {speaker} told us", "b", speaker=speaker)
    assert len(finding.origins()) == 2


def test_agency_is_the_first_teller(finding: Finding) -> None:
    finding.tell(f"STRELSAU (Reuters) - {BOUGHT}", "a")
    finding.tell(f"{BOUGHT}, Reuters reported", "b", speaker="Reuters")
    (origin,) = finding.origins()
    assert origin.basis == ("documents a and b both rest on the word of Reuters",)


def test_paper_that_is_cited_is_the_first_teller(finding: Finding) -> None:
    finding.tell(BOUGHT, "a", publisher="The Strelsau Gazette")
    finding.tell(f"{BOUGHT}, according to the Strelsau Gazette", "b", speaker="the Strelsau Gazette")
    assert len(finding.origins()) == 1


STATEMENT = "We are proud that Glimmer Optics sold its finest cameras to Ruritania this spring"


def test_statement_that_both_quote_is_one_origin(finding: Finding) -> None:
    finding.tell(f"Word came today. “{STATEMENT}”", "a")
    finding.tell(f"A release says: “{STATEMENT}, and we will be back”", "b")
    assert len(finding.origins()) == 1


def test_same_words_outside_quotations_do_not_join(finding: Finding) -> None:
    finding.tell(f"Word came today. {STATEMENT}", "a")
    finding.tell(f"A release says: “{STATEMENT}”", "b")
    assert len(finding.origins()) == 2


def test_publishers_of_one_owner_are_one_origin(finding: Finding) -> None:
    finding.tell(BOUGHT, "a", address="https://one.example/story")
    finding.tell(f"Yes, {BOUGHT}", "b", address="https://www.two.example/tale")
    finding.tell(f"Indeed {BOUGHT}", "c", address="https://three.example/tale")
    joined, alone = finding.origins()
    assert (joined.document_ids, alone.document_ids) == (("a", "b"), ("c",))
    assert joined.basis == ("documents a and b are of one.example and two.example, both owned by Zenda Media",)


def test_two_pages_of_one_publisher_are_one_origin(finding: Finding) -> None:
    for document in ("a", "b"):
        finding.tell(f"{document}: {BOUGHT}", document, address=f"https://three.example/{document}")
    assert len(finding.origins()) == 1


def test_document_with_two_speakers_is_one_origin(finding: Finding) -> None:
    finding.tell(f"{BOUGHT}, said Rudolf Elphberg", "a", speaker="Rudolf Elphberg")
    finding.tell(f"{BOUGHT}, said Flavia Strofzin", "a", speaker="Flavia Strofzin")
    assert len(finding.origins()) == 1


def test_each_of_two_speakers_counts_once(finding: Finding) -> None:
    finding.tell(f"{BOUGHT}, said Rudolf Elphberg", "a", speaker="Rudolf Elphberg")
    finding.tell(f"{BOUGHT}, said Flavia Strofzin", "b", speaker="Flavia Strofzin")
    for name in ("Rudolf Elphberg", "Flavia Strofzin"):
        finding.tell(f"It is so: {BOUGHT}, said {name}", "c", speaker=name)
    assert len(finding.origins()) == 2


def test_own_voice_beside_a_speaker_adds_nothing(finding: Finding) -> None:
    for document in ("a", "b"):
        finding.tell(f"{BOUGHT}, said Rudolf Elphberg", document, speaker="Rudolf Elphberg")
        finding.tell(f"In {document}, {BOUGHT}", document)
    assert len(finding.origins()) == 1


def test_order_of_claims_makes_no_difference(finding: Finding) -> None:
    for number, speaker in enumerate(["Rudolf Elphberg", "Flavia Strofzin", None, "Rudolf Elphberg", "officials"]):
        finding.tell(f"{BOUGHT}, said {speaker}", f"doc-{number}", speaker=speaker)
    finding.tell(f"{BOUGHT} (Reuters)", "doc-5")
    assert len({finding.origins(shuffle=seed) for seed in range(6)}) == 1


def test_speaker_counts_where_no_telling_is_known(finding: Finding) -> None:
    for document in ("a", "b"):
        finding.tell(f"{document}: {BOUGHT}, said Rudolf Elphberg", document, speaker="Rudolf Elphberg")
    assertions = [reduce_claim(claim, {}) for claim, _ in finding.told]
    assert len(count_origins(assertions, Origins("ab", ()))) == 1
