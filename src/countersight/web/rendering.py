"""From what a handler found to what the browser gets: a page, or the same data as JSON at the same address."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import Query
from countersight.values.taxonomy import label_name, load_taxonomy
from countersight.web.language import LANGUAGES, Language, asked_language
from countersight.web.moments import moment_params
from countersight.web.reasons import say_reason
from countersight.web.static_files import static_address

TEMPLATES = Path(__file__).parent / "templates"
JSON = "application/json"
API = "/api/v"
THEMES = ("light", "dark")
NOT_CARRIED = frozenset({"lang", "format"})
"""Parameters of this answer alone, which links do not hand on."""


def answer(
    request: Request,
    template: str,
    data: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **shown: Any,
) -> Response:
    """Answer a request with a page, or with `data` alone as JSON where that is asked for.

    Args:
        request: asks for JSON by `Accept: application/json` or `?format=json`.
        template: of the page.
        data: what the page tells: records, rows and plain values. It is the template's as well.
        status: of the answer.
        headers: further ones.
        shown: what the page has besides, such as drawings; no part of the JSON.
    """
    if wants_json(request):
        body, media_type = msgspec.json.encode(msgspec.to_builtins(data, enc_hook=encode_special)), JSON
    else:
        body, media_type = render(request, template, {**data, **shown}).encode(), "text/html; charset=utf-8"
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    said = {"ETag": tag, "Vary": "Accept, Accept-Language, Cookie, HX-Request", "Cache-Control": "private, no-cache"}
    said |= headers or {}
    if status == 200 and request.method in ("GET", "HEAD") and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=said)
    return Response(body, status_code=status, media_type=media_type, headers=said)


def wants_json(request: Request) -> bool:
    """Whether the answer is to be JSON: asked for by name, preferred to HTML, or of the API."""
    if request.url.path.startswith(API):
        return True
    asked = request.query_params.get("format")
    accepted = request.headers.get("accept", "")
    return asked == "json" or (asked is None and JSON in accepted and "text/html" not in accepted)


def render(request: Request, template: str, context: Mapping[str, Any]) -> str:
    """Render a template for this request, in its language and theme."""
    language = asked_language(request)
    environment = _environment(language.code)
    theme = request.cookies.get("theme")
    return environment.get_template(template).render(
        request=request,
        language=language,
        languages=LANGUAGES,
        theme=theme if theme in THEMES else None,
        visitor=request.state.visitor,
        project=request.app.state.workspace.project,
        moment=moment_params(request),
        is_behind=request.app.state.workspace.is_behind,
        url=lambda path, **params: address(request, path, **params),
        here=lambda **params: address_here(request, **params),
        feed_address=lambda what, form: feed_address(request, what, form),
        news=lambda: request.app.state.news(request),
        is_partial=request.headers.get("hx-request") == "true",
        **context,
    )


def address(request: Request, path: str, **params: Any) -> str:
    """Return an address within the site that goes on to show the moment that this page shows.

    Path parts come in already quoted, see `part`; parameters that are None are left out.
    """
    pairs = [(name, value) for name, value in {**moment_params(request), **params}.items() if value is not None]
    query = urlencode(pairs, doseq=True)
    return f"{path}?{query}" if query else path


def address_here(request: Request, **params: Any) -> str:
    """Return the address of this page with other parameters; one that is None is taken out."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] not in params and pair[0] not in NOT_CARRIED]
    kept += [(name, value) for name, value in params.items() if value is not None]
    query = urlencode(kept, doseq=True)
    return f"{request.url.path}?{query}" if query else request.url.path


def feed_address(request: Request, what: str, form: str) -> str:
    """Return the address of the feed of a list under the filter of this page."""
    asked = urlencode(Query.from_params(request.query_params).to_params())
    return f"/feeds/{what}.{form}?{asked}" if asked else f"/feeds/{what}.{form}"


def part(value: str) -> str:
    """Quote one part of an address's path."""
    return quote(value, safe="")


@cache
def _environment(code: str) -> Environment:
    from countersight.web.language import language as load

    language = load(code)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(language.translations, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"static": static_address, "word": language.word, "taxonomy": load_taxonomy()}
    environment.filters |= {"part": part, "territory": language.territory, "label": label_name, **_formats(language)}
    environment.filters |= {"definition": language.definition, "listed": language.listed}
    environment.filters["party"] = lambda party: language.party(party.id, party.name)
    environment.filters["reason"] = lambda reason: say_reason(reason, language)
    return environment


def _formats(language: Language) -> dict[str, Any]:
    locale = language.locale
    return {
        # A list says the same few numbers and days again and again, and Babel takes its time.
        "number": lru_cache(4096)(lambda value: format_decimal(value, locale=locale)),
        "percent": lru_cache(1024)(lambda value: format_percent(value, locale=locale)),
        "day": lru_cache(1024)(
            lambda value: format_date(_as_date(value), format="long", locale=locale) if value else ""
        ),
        "moment": lambda value: format_datetime(value, format="medium", locale=locale) if value else "",
        "language_name": lambda code: locale.languages.get(code, code),
        "exact": exact,
    }


def exact(words: str) -> Markup:
    """Escape words so that a browser reads every code point back: a bare carriage return would become a newline."""
    return escape(words).replace("\r", Markup("&#13;"))


def _as_date(value: date | str) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def encode_special(value: object) -> object:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
