"""What was captured, handed out so that no browser runs it: the bytes, the text alone, and pages of PDFs as images."""

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from countersight.errors import NotFound
from countersight.model.claim import Claim
from countersight.read.page_images import draw_page, page_key
from countersight.web.evidence.cards import make_cards
from countersight.web.evidence.dossiers import DocumentDossier, open_document
from countersight.web.evidence.recognized import boxes_of, mean_confidence, words_on
from countersight.web.evidence.records import document_record
from countersight.web.language import asked_language
from countersight.web.moments import asked_moment
from countersight.web.rendering import address, answer
from countersight.web.visitor import hidden
from countersight.web.workspace import workspace

PDF = "application/pdf"
DRAWN = frozenset({PDF, "image/png", "image/jpeg", "image/webp"})
"""Kinds of documents whose pages can be drawn."""
PAGES = Path("cache") / "pages"
"""Where a project keeps images of pages; they can be drawn again."""
WIDTH = 1_200
"""Pixels of an image."""
NEVER_RUN = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
"""Headers of what a stranger made (OWASP ASVS 5.0, 3.2.1)."""
ENDINGS = {
    PDF: "pdf", "text/html": "html", "text/plain": "txt", "text/markdown": "md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip


def download_copy(request: Request) -> Response:
    """Hand out the captured bytes, to be saved and never shown."""
    dossier = _dossier(request)
    data = workspace(request).store.archive.get(dossier.document.id)
    name = f"{dossier.document.id[:16]}.{ENDINGS.get(dossier.document.media_type, 'bin')}"
    return Response(
        data,
        media_type="application/octet-stream",
        headers={**NEVER_RUN, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


def show_text(request: Request) -> Response:
    """Show a document text as plain text."""
    text = _dossier(request).text(request.query_params.get("text"))
    if text is None:
        raise NotFound(f"there is no text of document {request.path_params['id']!r}")
    headers = {**NEVER_RUN} | ({"Content-Language": text.language} if text.language else {})
    return Response(text.text.encode(), media_type="text/plain; charset=utf-8", headers=headers)


def show_page(request: Request) -> Response:
    """Show one page of a PDF or picture as it looks, beside the claims whose words stand on it."""
    dossier, number = _dossier(request), int(request.path_params["number"])
    text = dossier.text()
    if dossier.document.media_type not in DRAWN or text is None or all(page.number != number for page in text.pages):
        raise NotFound(f"there is no page {number} of document {dossier.document.id!r}")
    claims = [claim for claim in dossier.claims_on(text) if text.page_at(claim.evidence[0].start) == number]
    language = asked_language(request)
    data: dict[str, Any] = {
        "document": document_record(dossier.document, dossier.captures, text),
        "number": number,
        "of": len(text.pages),
        "claims": claims,
    }
    cards = make_cards(claims, text, review=dossier.reviews.__getitem__, language=language)
    words = words_on(text, number)
    return answer(
        request, "evidence/page.html", data, words=words, confidence=mean_confidence(words),
        cards_here=cards, chosen=request.query_params.get("claim"), start=text.pages[number - 1].start, text=text,
    )  # fmt: skip


def page_image(request: Request) -> Response:
    """Draw one page of a PDF or picture, the words of one claim on it framed, or those of all claims."""
    dossier, number = _dossier(request), int(request.path_params["number"])
    if dossier.document.media_type not in DRAWN:
        raise NotFound(f"document {dossier.document.id!r} has no pages to draw")
    wanted, text = request.query_params.get("claim"), dossier.text()
    quotes = quotes_on(dossier, number, wanted)
    said = [one for claim in dossier.on(text) if wanted in (None, claim.id) for one in claim.evidence] if text else []
    boxes = boxes_of(said, text, number) if text else ()
    place = workspace(request)
    kept = place.project.folder / PAGES / f"{page_key(dossier.document.id, number, WIDTH, quotes, boxes)}.png"
    if not kept.is_file():
        settings = place.project.settings
        drawn = draw_page(
            place.store.archive.get(dossier.document.id), number, width=WIDTH, quotes=quotes, boxes=boxes,
            timeout_s=settings.reader_timeout_s, memory_mb=settings.reader_memory_mb,
        )  # fmt: skip
        _keep(kept, drawn.png)
    return FileResponse(kept, media_type="image/png", headers=NEVER_RUN | {"Cache-Control": "private, max-age=86400"})


def quotes_on(dossier: DocumentDossier, number: int, claim_id: str | None) -> tuple[str, ...]:
    """Return the words on a page that a claim rests on, or those of all claims."""
    text = dossier.text()
    if text is None:
        return ()
    wanted: list[Claim] = [claim for claim in dossier.on(text) if claim_id in (None, claim.id)]
    spans = {(one.start, one.end, one.quote) for claim in wanted for one in claim.evidence}
    outer = [one for one in spans if not any(one != other and _lies_in(one, other) for other in spans)]
    return tuple(words for start, _, words in sorted(outer) if text.page_at(start) == number)


def _lies_in(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def to_first_page(request: Request) -> Response:
    """Lead to the first page."""
    return RedirectResponse(address(request, f"/documents/{request.path_params['id']}/pages/1"), status_code=307)


def _dossier(request: Request) -> DocumentDossier:
    with workspace(request).store.view(asked_moment(request)) as view:
        return open_document(
            view, request.path_params["id"], hidden(request), readers=workspace(request).project.readers
        )


def _keep(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, also when two requests write it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as target:
        target.write(data)
    Path(name).replace(path)
