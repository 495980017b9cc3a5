"""The Reconciliation Service API 0.2 over the organizations known here, for OpenRefine and its like.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countersight import __version__
from countersight.errors import NotFound, UsageError
from countersight.model.entity import Entity
from countersight.resolve import open_registry
from countersight.resolve.contextual import SURE
from countersight.resolve.registry import Registry
from countersight.resolve.weighing import Weighed, weigh_candidates
from countersight.values.territories import territory_name, territory_of
from countersight.web.api.answers import asked_catalog, json_answer
from countersight.web.rendering import answer, part
from countersight.web.security.private import site_origin
from countersight.web.visitor import hidden
from countersight.web.workspace import workspace

IDENTIFIERS = "https://www.wikidata.org/entity/"
"""The space that most ids are from; those that begin with `cs-` or name a list are this service's own."""
SCHEMAS = "https://followthemoney.tech/explorer/schemata/"
TYPES = {"Organization": "Organization", "Company": "Company", "PublicBody": "Public body"}
PROPERTIES = {
    "country": "Territory", "countryCode": "Code of the territory", "alias": "Other names",
    "previousName": "Former names", "wikidataId": "Wikidata", "parent": "Owner or superior body",
    "registrationNumber": "Identifiers", "topics": "Topics", "role": "Role in this trade", "lists": "On these lists",
    "sourceUrl": "Sources",
}  # fmt: skip
"""What can be asked of an organization, most of it by FollowTheMoney's names."""
MOST_QUERIES = 100
MOST_IDS = 1_000
MOST_CANDIDATES = 25
SUGGESTED = 10
BROADER = "Organization"
"""What every company and public body is as well."""
NAMES = ("alias", "previousName")
IDENTIFIERS_OF = ("wikidataId",)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Asked(msgspec.Struct):
    """One query of a batch."""

    query: str = ""
    type: str | list[str] | None = None
    limit: float = 5
    properties: list[dict[str, Any]] = []
    type_strict: Literal["any", "all", "should"] = "any"
    """Whether a candidate has to have any of the types, all of them, or preferably one."""


class Extension(msgspec.Struct):
    """A request for properties of entities."""

    ids: list[str]
    properties: list[dict[str, Any]]


async def reconcile(request: Request) -> Response:
    """Answer the manifest, a batch of queries, or a request for properties, all of which share one address."""
    given = dict(request.query_params)
    if request.method == "POST":
        async with request.form(max_fields=10, max_files=0) as form:
            given |= {name: value for name, value in form.items() if isinstance(value, str)}
    return _readable(request, await run_in_threadpool(_answer, request, given))


def _answer(request: Request, given: Mapping[str, str]) -> dict[str, Any]:
    if "callback" in given:
        raise UsageError("JSONP is not answered: a script of any site could read what is known here")
    if "queries" in given:
        return _reconcile_batch(request, _decode(given["queries"], dict[str, Asked]))
    if "extend" in given:
        return _extend(request, _decode(given["extend"], Extension))
    return _manifest(request)


def suggest_entity(request: Request) -> Response:
    """Complete the beginning of a name."""
    prefix = request.query_params.get("prefix", "")
    found = weigh_candidates(_registry(request), prefix) if prefix.strip() else []
    return _suggested(request, [_suggestion(one.entity) for one in found])


def _suggested(request: Request, found: list[dict[str, Any]]) -> Response:
    """Answer with the suggestions that follow the `cursor`, which counts those that were shown."""
    cursor = request.query_params.get("cursor", "0")
    start = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) <= 6 else 0
    return _readable(request, {"result": found[start : start + SUGGESTED]})


def _suggestion(entity: Entity) -> dict[str, Any]:
    about = {"description": _describe(entity), "notable": _types(entity)}
    return {"id": entity.id, "name": entity.name, **about}


def suggest_property(request: Request) -> Response:
    """Complete the beginning of a property's name."""
    prefix = request.query_params.get("prefix", "").casefold()
    fits = [(pid, name) for pid, name in PROPERTIES.items() if prefix in name.casefold() or prefix in pid.casefold()]
    return _suggested(request, [{"id": pid, "name": name} for pid, name in fits])


def suggest_type(request: Request) -> Response:
    """Complete the beginning of a type's name."""
    prefix = request.query_params.get("prefix", "").casefold()
    fits = [(one, name) for one, name in TYPES.items() if prefix in name.casefold() or prefix in one.casefold()]
    return _suggested(request, [{"id": one, "name": name} for one, name in fits])


def propose_properties(request: Request) -> Response:
    """Tell which properties can be asked for; they are the same for every type."""
    asked, limit = request.query_params.get("type", BROADER), request.query_params.get("limit", "")
    most = int(limit) if limit.isascii() and limit.isdigit() and len(limit) <= 6 else len(PROPERTIES)
    properties = [{"id": pid, "name": name} for pid, name in PROPERTIES.items()][:most]
    return _readable(request, {"type": asked, "limit": most, "properties": properties})


def preview(request: Request) -> Response:
    """Show an organization in a small frame."""
    return answer(request, "api/preview.html", {"entity": _entity(request)}, headers={"Cache-Control": "no-cache"})


def organization_page(request: Request) -> Response:
    """Show what is known of an organization; one with findings has a fuller page."""
    entity = _entity(request)
    try:
        record = asked_catalog(request).party(entity.id, hidden=hidden(request))
    except NotFound:
        return answer(request, "api/organization.html", {"entity": entity})
    folder = "agencies" if "agency" in record.party.roles else "vendors"
    return RedirectResponse(f"/{folder}/{part(entity.id)}", status_code=307)


def _manifest(request: Request) -> dict[str, Any]:
    base = site_origin(request)
    here = f"{str(request.base_url).rstrip('/')}/reconcile"  # a private address goes on to be asked by its own
    return {
        "versions": ["0.2"],
        "name": f"Countersight: {workspace(request).project.title}",
        "identifierSpace": IDENTIFIERS,
        "schemaSpace": SCHEMAS,
        "documentation": f"{base}/api",
        "serviceVersion": __version__,
        "defaultTypes": [{"id": one, "name": name} for one, name in TYPES.items()],
        "view": {"url": f"{base}/organizations/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview/{{{{id}}}}", "width": 420, "height": 240},
        "suggest": {
            "entity": {"service_url": here, "service_path": "/suggest/entity"},
            "property": {"service_url": here, "service_path": "/suggest/property"},
            "type": {"service_url": here, "service_path": "/suggest/type"},
        },
        "extend": {"propose_properties": {"service_url": here, "service_path": "/properties"}, "property_settings": []},
    }


def _reconcile_batch(request: Request, queries: Mapping[str, Asked]) -> dict[str, Any]:
    if len(queries) > MOST_QUERIES:
        raise UsageError(f"a batch has at most {MOST_QUERIES} queries")
    registry = _registry(request)
    return {key: {"result": _candidates(registry, asked)} for key, asked in queries.items()}


def _candidates(registry: Registry, asked: Asked) -> list[dict[str, Any]]:
    types = [asked.type] if isinstance(asked.type, str) else asked.type or []
    found = _weighed(registry, asked)
    if asked.type_strict == "should":
        fitting = sorted(found, key=lambda one: not _fits(one.entity, types, any))
    else:
        fitting = [one for one in found if _fits(one.entity, types, all if asked.type_strict == "all" else any)]
    return [_candidate(one) for one in fitting[: int(max(0, min(asked.limit, MOST_CANDIDATES)))]]


def _weighed(registry: Registry, asked: Asked) -> list[Weighed]:
    """Weigh what a query may mean; one without words is looked for by the names and items that its properties tell."""
    territories = [code for value in _values(asked, "country", "countryCode") for code in _codes(value)]
    role = next((value.lower() for value in _values(asked, "role")), "")
    words = [asked.query] if asked.query.strip() else list(_values(asked, *NAMES))
    items = filter(None, (registry.entity(value) for value in _values(asked, *IDENTIFIERS_OF)))
    words += [entity.name for entity in items]
    found = {
        one.entity.id: one
        for name in words
        for one in weigh_candidates(registry, name, territories=territories, role=role)
    }
    return sorted(found.values(), key=lambda one: -one.probability) if len(words) > 1 else list(found.values())


def _fits(entity: Entity, types: list[str], needed: Callable[[Iterable[bool]], bool]) -> bool:
    return not types or needed(one in (entity.schema, BROADER) for one in types)


def _codes(value: str) -> list[str]:
    """Return the code that a value is, or that of the territory which it names."""
    code = territory_of(value)
    return [code or value.lower()]


def _candidate(one: Weighed) -> dict[str, Any]:
    """Tell a candidate; its score is the probability that it is meant, in percent."""
    return {
        "id": one.entity.id,
        "name": one.entity.name,
        "description": _describe(one.entity),
        "score": round(one.probability * 100, 2),
        "match": one.probability >= SURE,
        "type": _types(one.entity),
        "features": [{"id": "probability", "value": round(one.probability, 4)}],
    }


def _values(asked: Asked, *pids: str) -> Iterator[str]:
    for each in asked.properties:
        if each.get("pid") in pids:
            values = each.get("v") if isinstance(each.get("v"), list) else [each.get("v")]
            told = (value.get("id", "") if isinstance(value, dict) else value for value in values or [])
            yield from (str(value) for value in told if value not in (None, ""))


def _extend(request: Request, asked: Extension) -> dict[str, Any]:
    registry = _registry(request)
    names = [str(one.get("id")) for one in asked.properties]
    unknown = [name for name in names if name not in PROPERTIES]
    if unknown:
        raise UsageError(f"there is no property {unknown[0]!r}; there are {', '.join(PROPERTIES)}")
    if len(asked.ids) > MOST_IDS:
        raise UsageError(f"properties of at most {MOST_IDS:,} organizations can be asked for at once")
    rows = {name: _row(registry, registry.entity(name), names) for name in asked.ids}
    return {"meta": [{"id": name, "name": PROPERTIES[name]} for name in names], "rows": rows}


def _row(registry: Registry, entity: Entity | None, names: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    if entity is None:
        return {name: [] for name in names}
    parent = registry.entity(entity.parent) if entity.parent else None
    values: dict[str, list[dict[str, str]]] = {
        "country": _strings([territory_name(entity.territory)] if entity.territory else []),
        "countryCode": _strings([entity.territory] if entity.territory else []),
        "alias": _strings((*entity.aliases, *entity.weak_names)),
        "previousName": _strings(entity.former_names),
        "wikidataId": _strings([entity.wikidata_id] if entity.wikidata_id else []),
        "parent": [{"id": parent.id, "name": parent.name}] if parent else [],
        "registrationNumber": _strings(entity.identifiers),
        "topics": _strings(entity.topics),
        "role": _strings(entity.roles),
        "lists": _strings(entity.lists),
        "sourceUrl": _strings(entity.sources),
    }
    return {name: values[name] for name in names}


def _strings(values: Iterable[str]) -> list[dict[str, str]]:
    return [{"str": value} for value in values]


def _types(entity: Entity) -> list[dict[str, str]]:
    return [{"id": entity.schema, "name": TYPES.get(entity.schema, entity.schema)}]


def _describe(entity: Entity) -> str:
    where = [territory_name(entity.territory)] if entity.territory else []
    return "; ".join((*where, ", ".join(entity.roles), *(f"on {one}" for one in entity.lists))).strip("; ")


def _registry(request: Request) -> Registry:
    return open_registry(workspace(request).project.folder)


def _entity(request: Request) -> Entity:
    name = request.path_params["id"]
    entity = _registry(request).entity(name)
    if entity is None:
        raise NotFound(f"no organization {name!r} is known here")
    return entity


def _decode(words: str, kind: Any) -> Any:
    try:
        return msgspec.json.decode(words, type=kind)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise UsageError(f"this is no such request: {error}") from error


def _readable(request: Request, data: Mapping[str, Any]) -> Response:
    """Let a program in a browser read the answer if it, too, runs on this computer, as OpenRefine does.

    Not anybody's site: the organizations of imported lists are the project's own business.
    """
    origin = request.headers.get("origin", "")
    local = urlsplit(origin).hostname in LOOPBACK
    headers = {"Access-Control-Allow-Origin": origin, "Vary": "Origin"} if local else {}
    return json_answer(data, headers=headers)
