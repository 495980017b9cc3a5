"""Numbers that identify an organization wherever they stand: what two lists must share to be of one organization."""

import re
from collections.abc import Iterable, Iterator

from countersight.model.entity import Entity
from countersight.resolve.lists.ids import as_lei, as_qid

EVERYWHERE = frozenset({"lei", "uscc", "duns", "uei", "permid", "cik", "cage", "imo"})
"""Schemes whose numbers are given once in the world, or whose form tells who gave them."""
OF_TERRITORY = {"registration": "registration", "ogrn": "registration", "tax": "tax", "inn": "tax", "vat": "tax"}
"""Schemes whose numbers one register of a territory gives once, by what they are compared as."""
GIVEN_BY = {"ogrn": "ru", "inn": "ru"}
"""Schemes of one territory alone."""
SHORTEST = 6
"""Signs of the shortest number that is compared: shorter ones are given to many."""

_LEFT_OUT = re.compile(r"[^0-9A-Z]+")


def numbers_of(entity: Entity) -> Iterator[str]:
    """Yield the numbers by which an organization can be found, each with its scheme and the territory it needs."""
    if item := as_qid(entity.id):
        yield f"wikidata:{item}"
    for written in (entity.id.replace("lei-", "lei:", 1), *entity.identifiers):
        scheme, _, number = written.partition(":")
        if found := comparable(scheme, number, entity.territory):
            yield found


def comparable(scheme: str, number: str, territory: str | None) -> str | None:
    """Write a number so that two lists write it alike; none where it identifies nobody by itself."""
    sign = _LEFT_OUT.sub("", number.upper())
    if scheme == "lei":
        return f"lei:{sign}" if as_lei(sign) else None
    if len(sign) < SHORTEST or not any(char.isdigit() for char in sign):
        return None
    if scheme in EVERYWHERE:
        return f"{scheme}:{sign}"
    state = GIVEN_BY.get(scheme) or (territory or "")[:2]
    return f"{OF_TERRITORY[scheme]}@{state}:{sign}" if scheme in OF_TERRITORY and state else None


def guess_numbers(written: Iterable[str], territories: Iterable[str]) -> Iterator[str]:
    """Yield what numbers without a scheme may be: a Wikidata item, an LEI, or a number of the territories told."""
    states = list(territories)
    for number in written:
        if item := as_qid(number):
            yield f"wikidata:{item}"
        elif lei := as_lei(number):
            yield f"lei:{lei}"
        else:
            for scheme in (*sorted(EVERYWHERE - {"lei"}), "registration", "tax"):
                for state in states if scheme in OF_TERRITORY else [None]:
                    if found := comparable(scheme, number, state):
                        yield found


def is_of_register(number: str) -> bool:
    """Whether a register of some territory gave a number: courts, states and branches there may give it again."""
    return "@" in number.partition(":")[0]


def tells_its_scheme(number: str) -> bool:
    """Whether a number can be told by its form from those of other schemes: a Wikidata item, an LEI with its check."""
    return number.startswith(("wikidata:", "lei:"))


def tell_number(number: str) -> str:
    """Write a number for a person to read: `registration number 1027700132195 (ru)`."""
    scheme, _, sign = number.partition(":")
    kind, _, state = scheme.partition("@")
    word = {"wikidata": "Wikidata item", "lei": "LEI", "registration": "registration number", "tax": "tax number"}
    return f"{word.get(kind, kind.upper())} {sign}" + (f" ({state})" if state else "")
