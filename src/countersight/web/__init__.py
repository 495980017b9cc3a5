"""The face in the browser: a place to read, check and decide. Handlers parse, call and render; the web makes no data."""

from countersight.web.app import create_app

__all__ = ["create_app"]
