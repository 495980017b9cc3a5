"""Pages to read: the overview, territories, parties, technologies, sources, search, findings and their drawings."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.pages.about import about
from countersight.web.pages.drawing_assets import drawing_asset
from countersight.web.pages.drawn import show_flow, show_map, show_timeline
from countersight.web.pages.embeds import embed_drawing, embed_finding
from countersight.web.pages.listing import list_claims, list_documents, list_findings
from countersight.web.pages.overview import overview
from countersight.web.pages.parties import list_agencies, list_vendors, show_agency, show_vendor
from countersight.web.pages.preferences import set_preferences
from countersight.web.pages.searching import search
from countersight.web.pages.sources import list_sources, show_source
from countersight.web.pages.technologies import list_technologies, show_technology
from countersight.web.pages.territories import list_territories, show_territory

ROUTES: Sequence[BaseRoute] = (
    Route("/", overview, name="overview"),
    Route("/findings", list_findings, name="findings"),
    Route("/claims", list_claims, name="claims"),
    Route("/documents", list_documents, name="documents"),
    Route("/map", show_map, name="map"),
    Route("/timeline", show_timeline, name="timeline"),
    Route("/flow", show_flow, name="flow"),
    Route("/search", search, name="search"),
    Route("/territories", list_territories, name="territories"),
    Route("/territories/{code}", show_territory, name="territory"),
    Route("/vendors", list_vendors, name="vendors"),
    Route("/vendors/{id}", show_vendor, name="vendor"),
    Route("/agencies", list_agencies, name="agencies"),
    Route("/agencies/{id}", show_agency, name="agency"),
    Route("/technologies", list_technologies, name="technologies"),
    Route("/technologies/{label}", show_technology, name="technology"),
    Route("/sources", list_sources, name="sources"),
    Route("/sources/{key}", show_source, name="source"),
    Route("/about", about, name="about"),
    Route("/embed/finding/{id}", embed_finding, name="embedded finding"),
    Route("/embed/{kind}", embed_drawing, name="embedded drawing"),
    Route("/drawings/{hash}/{name}", drawing_asset, name="drawing asset"),
    Route("/preferences", set_preferences, methods=["POST"]),
)
