"""Language and colors of the interface, kept in the browser."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countersight.web.language import COOKIE, LANGUAGES
from countersight.web.rendering import THEMES
from countersight.web.security.addresses import safe_next

YEAR_S = 365 * 24 * 3600


async def set_preferences(request: Request) -> Response:
    """Keep what was chosen and go back to where it was chosen."""
    async with request.form() as form:
        back, language, theme = (str(form.get(name, "")) for name in ("back", "language", "theme"))
    answer = RedirectResponse(safe_next(back), status_code=303)
    if language in LANGUAGES:
        answer.set_cookie(COOKIE, language, max_age=YEAR_S, samesite="lax", httponly=True)
    if theme in THEMES:
        answer.set_cookie("theme", theme, max_age=YEAR_S, samesite="lax", httponly=True)
    else:
        answer.delete_cookie("theme")
    return answer
