"""How the data is made, where it falls short, what it was made with, and how to cite it."""

from starlette.requests import Request
from starlette.responses import Response

from countersight import __version__
from countersight.web.pages.looking import look, show
from countersight.web.pages.picks import moment_picks

DATA = (
    ("GeoNames", "CC BY 4.0", "https://www.geonames.org"),
    ("Natural Earth", "public domain", "https://www.naturalearthdata.com"),
    ("Unicode CLDR", "Unicode-3.0", "https://cldr.unicode.org"),
    ("rigour (OpenSanctions)", "MIT", "https://github.com/opensanctions/rigour"),
)
"""What others made and the site shows, with its license: NOTICE has all."""


def about(request: Request) -> Response:
    """Say how this is made, and its limits."""
    seen = look(request)
    newest = seen.catalog.claims(limit=1, hidden=seen.hidden).rows
    data = {
        "title": request.app.state.workspace.project.title,
        "totals": seen.catalog.totals(hidden=seen.hidden),
        "looked_at": seen.catalog.built_from.at,
        "version": __version__,
        "extractor": newest[0].extractor if newest else None,
        "releases": [{"version": name, "day": day} for name, day in moment_picks(request).releases],
        "licenses": [{"name": name, "license": terms, "address": address} for name, terms, address in DATA],
    }
    return show(seen, "about.html", data)
