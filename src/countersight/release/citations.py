"""How to cite a document, claim, finding or release: the original first, then where and when its words were checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from countersight.values.digests import sha256_hex

UNDATED = "n.d."
_BIBTEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "&": r"\&", "%": r"\%",
    "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
"""The characters that TeX takes for commands; every other one, in whatever script, stays as it is. Braces have names,
as BibTeX counts those that are escaped too."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Something that is cited, as far as it says of itself what it is: nothing is made up for what it does not say."""

    key: str
    """Names it uniquely: a document's SHA-256, a record's id."""
    title: str
    author: str | None = None
    """As written, never taken apart: which part is the family name differs between languages."""
    publisher: str | None = None
    published: date | None = None
    address: str | None = None
    """On the web."""
    language: str | None = None
    kind: str = "webpage"
    """CSL's type: `webpage`, `document`, `dataset`."""
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What is cited: the originals in order, and the record that leads to their exact words."""

    originals: tuple[Work, ...]
    record: Work
    """This project's page: its title names project and record, its address is the permalink."""
    seen: date
    quote: str | None = None
    page: int | None = None
    """Of the original, that the quote stands on."""


def cite_apa(citation: Citation) -> str:
    """Cite in the style of the APA's Publication Manual, 7th edition (webpages: 10.16; date unknown: `n.d.`)."""
    first = " ".join(_apa_work(work) for work in citation.originals)
    return " ".join(filter(None, [first, _apa_record(citation)]))


def cite_chicago(citation: Citation) -> str:
    """Cite as a note of the Chicago Manual of Style, 17th edition (websites: 14.207; no date: 14.145)."""
    notes = [_chicago_work(work, citation.page if number == 0 else None, citation.seen)
             for number, work in enumerate(citation.originals)]  # fmt: skip
    record = citation.record
    checked = f"“{_title(record)},” {_line(record.publisher or '')}, accessed {_month_day_year(citation.seen)}"
    return "; ".join([*notes, f"{checked}, {record.address}" if record.address else checked]) + "."


def to_bibtex(citation: Citation) -> str:
    """Write BibTeX entries, UTF-8, the originals first."""
    works = [*citation.originals, citation.record]
    return "\n".join(_bibtex_entry(work, citation) for work in works)


def to_csl(citation: Citation) -> list[dict[str, Any]]:
    """Return CSL-JSON items (Citation Style Language 1.0.2, `csl-data.json`), the originals first."""
    return [_csl_item(work, citation) for work in (*citation.originals, citation.record)]


def to_ris(citation: Citation) -> str:
    """Write RIS records, UTF-8, lines ended as the format has it, the originals first."""
    return "".join(_ris_record(work, citation) for work in (*citation.originals, citation.record))


def to_text(citation: Citation) -> str:
    """Write the citation in both styles, with the words that are quoted."""
    quote = [f"“{_line(citation.quote)}”"] if citation.quote else []
    return "\n\n".join([*quote, f"APA: {cite_apa(citation)}", f"Chicago: {cite_chicago(citation)}"]) + "\n"


def to_csl_json(citation: Citation) -> str:
    """Write `to_csl` as JSON."""
    return msgspec.json.format(msgspec.json.encode(to_csl(citation))).decode() + "\n"


def _apa_work(work: Work) -> str:
    when = f"({_apa_date(work.published)})."
    title = _sentence(_title(work))
    lead = [_sentence(work.author), when, title] if work.author else [title, when]
    return " ".join(filter(None, [*lead, _sentence(work.publisher), work.address]))


def _apa_record(citation: Citation) -> str:
    record = citation.record
    if not citation.originals:
        version = f" (Version {record.version})" if record.version else ""
        lead = [_sentence(record.publisher), f"({_apa_date(record.published)}).", f"{_title(record)}{version}."]
        return " ".join(filter(None, [*lead, "[Data set]." if record.kind == "dataset" else "", record.address]))
    seen = _month_day_year(citation.seen)
    page = f", p. {citation.page}" if citation.page else ""
    where = f" from {record.address}" if record.address else ""
    return f"[Words checked{page} in {_title(record)}, {_line(record.publisher or '')}. Retrieved {seen},{where}]"


def _chicago_work(work: Work, page: int | None, seen: date) -> str:
    day = _month_day_year(work.published) if work.published else f"{UNDATED}, accessed {_month_day_year(seen)}"
    after = [_line(work.publisher or ""), day, str(page or ""), work.address or ""]
    author = f"{_line(work.author)}, " if work.author else ""
    return f"{author}“{_title(work)},” {', '.join(filter(None, after))}"


def _bibtex_entry(work: Work, citation: Citation) -> str:
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in _bibtex_fields(work, citation))
    return f"@misc{{{_bibtex_key(work)},\n{lines}\n}}\n"


def _bibtex_fields(work: Work, citation: Citation) -> Iterator[tuple[str, str]]:
    if work.author:
        yield "author", f"{{{_tex(work.author)}}}"
    yield "title", f"{{{_tex(_title(work))}}}"
    if work.publisher:
        yield "organization" if work.author else "publisher", f"{{{_tex(work.publisher)}}}"
    if work.published:
        yield "year", str(work.published.year)
        yield "month", _MONTHS[work.published.month - 1][:3].lower()
        yield "date", work.published.isoformat()
    if work.version:
        yield "version", _tex(work.version)
    if work.address:
        yield "url", _tex_address(work.address)
        yield "urldate", citation.seen.isoformat()
    if work.language:
        yield "language", _tex(work.language)
    yield "note", _tex(_note(work, citation))


def _bibtex_key(work: Work) -> str:
    year = str(work.published.year) if work.published else "nd"
    return f"countersight-{year}-{sha256_hex(work.key.encode())[:10]}"


def _csl_item(work: Work, citation: Citation) -> dict[str, Any]:
    item: dict[str, Any] = {"id": _bibtex_key(work), "type": work.kind, "title": _title(work)}
    item |= {"author": [{"literal": _line(work.author)}]} if work.author else {}
    item |= (
        {"container-title" if work.kind == "webpage" else "publisher": _line(work.publisher)} if work.publisher else {}
    )
    item |= {"issued": _csl_date(work.published)} if work.published else {}
    item |= {"URL": work.address} if work.address else {}
    item |= {"language": work.language} if work.language else {}
    item |= {"version": work.version} if work.version else {}
    return item | {"accessed": _csl_date(citation.seen), "note": _note(work, citation)}


def _csl_date(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _ris_record(work: Work, citation: Citation) -> str:
    kind = {"dataset": "DATA", "document": "GEN"}.get(work.kind, "ELEC")
    fields: list[tuple[str, str | None]] = [
        ("TY", kind), ("AU", work.author and f"{work.author},"), ("TI", _title(work)), ("PB", work.publisher),
        ("PY", str(work.published.year) if work.published else None),
        ("DA", work.published.strftime("%Y/%m/%d/") if work.published else None),
        ("ET", work.version), ("UR", work.address), ("LA", work.language),
        ("Y2", citation.seen.strftime("%Y/%m/%d/")), ("N1", _note(work, citation)), ("ID", _bibtex_key(work)),
    ]  # fmt: skip
    lines = [f"{tag}  - {_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def _note(work: Work, citation: Citation) -> str:
    if work is citation.record:
        return "the record that leads to the exact words" if citation.originals else f"seen {citation.seen.isoformat()}"
    where = f" at {citation.record.address}" if citation.record.address else ""
    page = f", page {citation.page}" if citation.page else ""
    hashed = f"; SHA-256 of the captured copy {work.key}" if re.fullmatch("[0-9a-f]{64}", work.key) else ""
    return f"Words checked{where} on {citation.seen.isoformat()}{page}{hashed}"


def _title(work: Work) -> str:
    """Return a title without the full stop that the style sets itself."""
    return _line(work.title).removesuffix(".")


def _line(words: str) -> str:
    return " ".join(words.split())


def _sentence(words: str | None) -> str:
    line = _line(words or "")
    return line if not line or line[-1] in ".?!。？！؟" else f"{line}."


def _apa_date(day: date | None) -> str:
    return f"{day.year}, {_MONTHS[day.month - 1]} {day.day}" if day else UNDATED


def _month_day_year(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _tex(words: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in _line(words))


def _tex_address(address: str) -> str:
    """Keep an address as it is, but for what would end its field: `\\url` takes the rest as it stands."""
    replaced: Mapping[str, str] = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
    return "".join(replaced.get(letter, letter) for letter in address)
