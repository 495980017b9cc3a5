"""The companies of Privacy International's Surveillance Industry Index, JSON."""

import re
import unicodedata
from typing import Any

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.ids import identifiers_of, list_id
from countersight.resolve.lists.json_records import json_elements
from countersight.resolve.lists.names import clean_name, clean_names
from countersight.resolve.lists.places import places
from countersight.resolve.lists.sources import Source

_ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303"}
_ACCENT = re.compile(r"""\\(?P<accent>['`"^~])\{?(?P<letter>[A-Za-z])\}?""")
"""An accent as LaTeX writes it, which the index inherited from its bibliography."""


def _read(source: Source) -> Drafts:
    return draft_each(json_elements(source), _company)


def _company(record: Any) -> Draft:
    if not isinstance(record, dict) or not record.get("bibtex_key"):
        raise UnreadableRow("no key")
    if record.get("bibtex_type") != "Company":
        return Draft(id=list_id("pi", str(record["bibtex_key"])), kind=Kind.OTHER)
    return Draft(
        id=list_id("pi", str(record["bibtex_key"])),
        kind=Kind.ORGANIZATION,
        schema="Company",
        names=clean_names(_texts(record.get("company_name"))),
        seats=places(_texts(record.get("hq_country"))),
        identifiers=identifiers_of("registration", _texts(record.get("company_number"))),
        roles=["vendor"],
        sources=_texts(record.get("website"))[:1],
    )


def _texts(value: Any) -> list[str]:
    """Return the text or texts of a field, their LaTeX accents made letters."""
    values = value if isinstance(value, list) else [value]
    return [name for text in values if isinstance(text, str) and (name := clean_name(_without_latex(text)))]


def _without_latex(text: str) -> str:
    accented = _ACCENT.sub(lambda found: found["letter"] + _ACCENTS[found["accent"]], text)
    return unicodedata.normalize("NFC", accented.replace("\\&", "&").replace("{", "").replace("}", ""))


SURVEILLANCE_INDUSTRY = Form(
    name="surveillance-industry",
    title="Companies of the Surveillance Industry Index, JSON",
    recognizes=lambda source: '"bibtex_key"' in source.head_text and '"company_name"' in source.head_text,
    read=_read,
)
