"""The face in the browser: a place to read, check and decide. It parses, calls and renders, and makes no data."""

from countersight.web.app import create_app

__all__ = ["create_app"]
