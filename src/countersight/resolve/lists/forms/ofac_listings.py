"""Listings in OFAC's files: one under the entry's programs, and one for each directive that remarks date by itself."""

import re
from collections.abc import Iterable, Sequence

from countersight.model.listing import ListKind
from countersight.resolve.lists.forms.ofac_labels import INVESTMENT_BAN, topics_of
from countersight.resolve.lists.listed import LONGEST_WORDS, Listed, ListedDate

SDN, OTHERS = "ofac-sdn", "ofac-non-sdn"
"""Keys of the two lists in `reference/listed.yaml`."""

_DATED = re.compile(
    r"(?P<what>Listing|Effective) Date \((?P<basis>[^()]+)\):? (?P<day>\d{1,2} [A-Z][a-z]{2} \d{4})\.?$"
)
_FIELDS = {"Listing": "listed_on", "Effective": "effective_from"}
_PROHIBITS = re.compile(r"^(?:alt\. )?(?:Executive Order \S+ Directive Determination|Additional Sanctions Information|"
                        r"Secondary sanctions risk)\b", re.IGNORECASE)  # fmt: skip


def ofac_listings(
    profile: str, *, number: str, name: str, programs: Sequence[str], remarks: Iterable[str], address: str
) -> list[Listed]:
    """Read the listings of one entry.

    OFAC's files state no day on which an entry was made; only some directives are dated, in remarks such as
    "Listing Date (CMIC) 03 Jun 2021". `remarks` are the pieces between semicolons, or the labels of the XML with their
    values. What an entry's single program is dated by, that is its listing; beside several the undated one stays.
    """
    pieces = [piece.strip() for piece in remarks]
    dates: dict[str, list[tuple[str, ListedDate]]] = {}
    for piece in pieces:
        if found := _DATED.search(piece):
            label = f"{found['what']} Date ({found['basis']})"
            dates.setdefault(found["basis"], []).append(
                (piece, ListedDate(_FIELDS[found["what"]], label, found["day"]))
            )
    cells = [("ent_num", number), ("SDN_Name", name), ("Program", "; ".join(programs))]
    prohibits = [piece.rstrip(".")[:LONGEST_WORDS] for piece in pieces if _PROHIBITS.match(piece)]
    is_ban = topics_of(list(programs)) == [INVESTMENT_BAN]

    def listed(basis: str, told: list[tuple[str, ListedDate]]) -> Listed:
        return Listed(
            profile=profile,
            kind=(ListKind.INVESTMENT_BAN if is_ban else ListKind.SANCTIONS).value,
            programmes=list(programs),
            legal_basis=basis,
            prohibits=prohibits,
            numbers=[number],
            dates=[day for _, day in told],
            address=address,
            cells=[*cells, *(("Remarks", piece) for piece, _ in told), *(("Remarks", piece) for piece in prohibits)],
        )

    dated = [listed(basis, told) for basis, told in dates.items()]
    return dated if dated and len(programs) == 1 else [listed("", []), *dated]
