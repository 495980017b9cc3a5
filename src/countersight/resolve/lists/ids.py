"""Ids of listed organizations: a Wikidata item or an LEI where the list states one, else the list's own."""

import re
from collections.abc import Iterable

from countersight.resolve.lists.names import printable
from countersight.values.digests import sha256_hex
from countersight.values.names import fold_spelling

_QID = re.compile(r"Q[1-9][0-9]{0,15}")
_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_PLAIN = re.compile(r"[0-9A-Za-z._:-]{1,160}")


def as_qid(text: str) -> str | None:
    """Return a Wikidata item's id, also out of its address; None if there is none."""
    end = text.strip().rsplit("/", 1)[-1]
    return end if _QID.fullmatch(end) else None


def as_lei(text: str) -> str | None:
    """Return a Legal Entity Identifier whose check digits are right (ISO 17442; ISO 7064, modulo 97-10), else None."""
    code = text.strip().upper()
    if not _LEI.fullmatch(code):
        return None
    return code if int("".join(str(int(char, 36)) for char in code)) % 97 == 1 else None


def lei_id(lei: str) -> str:
    """Return the entity id of a Legal Entity Identifier."""
    return f"lei-{lei}"


def list_id(prefix: str, own: str) -> str:
    """Return the entity id for a list's own number: `ofac-36`.

    Whatever is not a digit, an ASCII letter or one of `._:-` is replaced, and a digest then keeps different ids apart.
    """
    raw = f"{prefix}-{own.strip()}" if prefix else own.strip()
    if _PLAIN.fullmatch(raw):
        return raw
    slug = re.sub(r"[^0-9A-Za-z._:-]+", "-", raw)[:120].strip("-")
    return f"{slug}-{sha256_hex(raw.encode('utf-8', 'surrogatepass'))[:8]}"


def name_id(prefix: str, *key: str) -> str:
    """Return the entity id for a list without numbers, made of a name and what else tells its rows apart."""
    slug = re.sub(r"[^0-9a-z]+", "-", fold_spelling(key[0]))[:60].strip("-")
    digest = sha256_hex("\n".join(key).encode("utf-8", "surrogatepass"))[:8]
    return "-".join(part for part in (prefix, slug, digest) if part)


def choose_id(
    own: str, *, qids: Iterable[str] = (), leis: Iterable[str] = (), scheme: str = ""
) -> tuple[str, list[str]]:
    """Return the id of an entity, and the identifiers that go with it.

    The one Wikidata item that the list states comes first, then the one LEI, then the list's `own` id; where several
    are stated none of them is sure. An own id that gave way is kept as an identifier of `scheme`.
    """
    items = sorted({qid for text in qids if (qid := as_qid(text))})
    codes = sorted({lei for text in leis if (lei := as_lei(text))})
    identifiers = [f"lei:{code}" for code in codes]
    if len(items) == 1:
        chosen = items[0]
    elif len(codes) == 1:
        chosen = lei_id(codes[0])
    else:
        chosen = own
    if chosen != own and scheme:
        identifiers.append(identifier(scheme, own.removeprefix(f"{scheme}-")))
    return chosen, identifiers


def identifier(scheme: str, number: str) -> str:
    """Write a number with its scheme: `registration:HRB 12345`."""
    return f"{scheme}:{' '.join(printable(number).split())[:80]}"


def identifiers_of(scheme: str, numbers: Iterable[str]) -> list[str]:
    """Write each number that is one with its scheme."""
    return [identifier(scheme, number) for number in numbers if number.strip(" -.")]
