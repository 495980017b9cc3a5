"""Citations of documents, claims and findings, as pages show them and as files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import NotFound
from countersight.model.document import Capture
from countersight.model.finding import Finding
from countersight.model.text import DocumentText
from countersight.release.citations import (
    Citation,
    Work,
    cite_apa,
    cite_chicago,
    to_bibtex,
    to_csl_json,
    to_ris,
    to_text,
)
from countersight.store.base import View
from countersight.web.evidence.dossiers import (
    ClaimDossier,
    DocumentDossier,
    find_finding,
    open_claim,
    open_document,
)
from countersight.web.evidence.records import document_record
from countersight.web.evidence.sentences import say_claim, say_finding
from countersight.web.language import language, plain_words
from countersight.web.moments import asked_moment
from countersight.web.visitor import hidden
from countersight.web.workspace import workspace

FORMS: Mapping[str, tuple[str, Callable[[Citation], str]]] = {
    "bib": ("application/x-bibtex", to_bibtex),
    "json": ("application/vnd.citationstyles.csl+json", to_csl_json),
    "ris": ("application/x-research-info-systems", to_ris),
    "txt": ("text/plain", to_text),
}
"""By the ending of the file."""
MOST_ORIGINALS = 20
"""Documents that a finding's citation names; its page names all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style of citation, ready to be copied."""

    key: str
    name: str
    words: str


def styles(citation: Citation) -> tuple[Style, ...]:
    """Return a citation in the styles that a page shows."""
    return (
        Style(key="apa", name="APA", words=cite_apa(citation)),
        Style(key="chicago", name="Chicago", words=cite_chicago(citation)),
    )


def permalink(request: Request, path: str) -> str:
    """Return the whole address of a path, without what is asked as of."""
    return f"{str(request.base_url).rstrip('/')}{path}"


def seen_today(request: Request) -> date:
    """Return the day on which a page is seen."""
    return workspace(request).clock().date()


def cite_document(request: Request, dossier: DocumentDossier, text: DocumentText | None) -> Citation:
    """Cite a document."""
    original = _original(dossier, text)
    path = f"/documents/{dossier.document.id}"
    return Citation(originals=(original,), record=_record(request, path, original.title), seen=seen_today(request))


def cite_claim(request: Request, dossier: ClaimDossier) -> Citation:
    """Cite a claim: its document first."""
    claim = dossier.claim
    return Citation(
        originals=(_original(dossier.document, dossier.text),),
        record=_record(request, f"/claims/{claim.id}", plain_words(say_claim(claim, language("en")))),
        seen=seen_today(request),
        quote=claim.evidence[0].quote,
        page=dossier.text.page_at(claim.evidence[0].start),
    )


def cite_finding(request: Request, finding: Finding, view: View) -> Citation:
    """Cite a finding: the documents behind it first, the earliest published before the others."""
    texts: dict[str, DocumentText] = {}
    for claim_id in finding.claim_ids:
        text = view.text(view.claim(claim_id).evidence[0].text_id)
        texts.setdefault(text.document_id, text)
    ordered = sorted(texts.values(), key=lambda text: (text.published or date.max, text.document_id))
    originals = [_work(text, view.captures(text.document_id), view) for text in ordered[:MOST_ORIGINALS]]
    record = _record(request, f"/findings/{finding.id}", plain_words(say_finding(finding, language("en"))))
    return Citation(originals=tuple(originals), record=record, seen=seen_today(request))


def download_citation(request: Request) -> Response:
    """Serve the citation of a document, claim or finding as a file.

    Raises:
        NotFound: there is no such record or form, or the visitor may not see it.
    """
    what = request.url.path.strip("/").partition("/")[0]
    record_id, ending = request.path_params["id"], request.path_params["ending"]
    if ending not in FORMS:
        raise NotFound(f"there is no citation as .{ending}; there are {', '.join(FORMS)}")
    media_type, write = FORMS[ending]
    unseen = hidden(request)
    with workspace(request).view(asked_moment(request)) as view:
        if what == "documents":
            dossier = open_document(view, record_id, unseen, readers=view.readers)
            citation = cite_document(request, dossier, dossier.text())
        elif what == "claims":
            citation = cite_claim(request, open_claim(view, record_id, unseen, readers=view.readers))
        else:
            citation = cite_finding(request, find_finding(view, record_id, unseen), view)
    name = f"countersight-{record_id[:12]}.{ending}"
    return Response(
        write(citation),
        media_type=f"{media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


def _original(dossier: DocumentDossier, text: DocumentText | None) -> Work:
    told = document_record(dossier.document, dossier.captures, text)
    return Work(
        key=told.id,
        title=told.name,
        author=told.author,
        publisher=told.publisher,
        published=told.published,
        address=told.address if told.is_online else None,
        language=told.language,
        kind="webpage" if told.is_online else "document",
    )


def _work(text: DocumentText, captures: Iterable[Capture], view: View) -> Work:
    document = view.document(text.document_id)
    found = DocumentDossier(document=document, captures=tuple(captures), texts=(text,), claims=(), reviews={})
    return _original(found, text)


def _record(request: Request, path: str, title: str) -> Work:
    return Work(
        key=path,
        title=title,
        publisher=f"{workspace(request).project.title} (Countersight)",
        address=permalink(request, path),
        language="en",
    )
