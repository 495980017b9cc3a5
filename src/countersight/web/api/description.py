"""The OpenAPI 3.1 description, made of the table of operations and of the types that they answer with."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from countersight import __version__
from countersight.catalog import What
from countersight.web.api.answers import json_answer
from countersight.web.api.operations import BASE, OPERATIONS, Operation, Problem
from countersight.web.api.parameters import PARAMETERS, is_several
from countersight.web.visitor import Role

CREATED = 201
RATE_HEADERS = ("RateLimit-Policy", "RateLimit")
REFERENCE = "#/components/schemas/{name}"


WORDS: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200}
PATH_PARAMETERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "id": ("Id, or the beginning of one.", WORDS),
    "list": ("Which list.", {"type": "string", "enum": [one.value for one in What]}),
}


def describe(request: Request) -> Response:
    """Answer with the description."""
    return json_answer(description(), headers={"Cache-Control": "no-cache"})


@cache
def description() -> dict[str, Any]:
    """Return the description as OpenAPI 3.1.1 has it (https://spec.openapis.org/oas/v3.1.1)."""
    types = [type_ for one in OPERATIONS for type_ in (one.answer, one.body) if type_ is not None]
    schemas, components = msgspec.json.schema_components([*types, Problem], ref_template=REFERENCE)
    by_type = dict(zip(map(repr, [*types, Problem]), schemas, strict=True))
    paths: dict[str, Any] = {}
    for one in OPERATIONS:
        paths.setdefault(BASE + one.path, {})[one.method.lower()] = _operation(one, by_type)
    whole = {
        "openapi": "3.1.1",
        "info": {
            "title": "Countersight",
            "version": __version__,
            "summary": "Claims, findings and their evidence in the international trade in surveillance technology.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": SCHEMES},
        "security": [{"token": []}, {"session": []}],
    }
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(whole))  # defaults of tuples become arrays
    return plain


SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token of yours, made on the page of your account."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-countersight",
        "description": "As a browser signs in.",
    },
}


def _operation(one: Operation, schemas: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": [*_path_parameters(one), *map(_parameter, one.parameters)],
        "responses": {str(one.status): _good(one, schemas), **_problems(one, schemas)},
    }
    if one.role is not Role.READER:
        said["description"] = f"For the role {one.role} or above."
    if one.body is not None:
        content = {"application/json": {"schema": schemas[repr(one.body)]}}
        said["requestBody"] = {"required": True, "content": content}
    return said


def _good(one: Operation, schemas: Mapping[str, Any]) -> dict[str, Any]:
    text = {"text/plain": {"schema": {"type": "string"}}}
    content = text if one.answer is None else {"application/json": {"schema": schemas[repr(one.answer)]}}
    names = ("Location",) if one.status == CREATED else ("ETag",)
    headers = {name: {"schema": {"type": "string"}} for name in (*names, *RATE_HEADERS)}
    return {"description": one.summary, "content": content, "headers": headers}


def _problems(one: Operation, schemas: Mapping[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schemas[repr(Problem)]}}
    words = {300: "Several begin so", 304: "Not changed", 401: "Nobody is signed in", 403: "Not for your role",
             404: "There is none", 409: "Somebody decided in between, or judged otherwise",
             412: "Something else was decided than If-Match names", 413: "More is sent than may be",
             415: "What is sent is not said to be JSON", 422: "Asked in a way that cannot be",
             429: "Too many requests; Retry-After says when to go on",
             503: "Not ready yet, such as the catalog of a past day; Retry-After says when to ask again"}  # fmt: skip
    always = (400, 401, 403, 422, 429, 503)
    told = {str(status): {"description": words.get(status, "Asked wrongly"), "content": content}
            for status in sorted({*always, *one.problems, *((413, 415) if one.body else ())})}  # fmt: skip
    if 404 in one.problems:
        told["300"] = {"description": words[300], "content": content}
    if one.method == "GET":
        told["304"] = {"description": words[304]}
    return told


def _parameter(name: str) -> dict[str, Any]:
    words, kind = PARAMETERS[name]
    said = {"name": name.partition("/")[0], "in": "query", "description": words, "schema": _inline(kind)}
    return said | ({"style": "form", "explode": True} if is_several(kind) else {})


def _inline(kind: Any) -> dict[str, Any]:
    """Return the schema of a parameter, its enumerations written out where they are used."""
    (schema,), components = msgspec.json.schema_components([kind], ref_template=REFERENCE)

    def resolve(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            return {"type": "string", "enum": components[value["$ref"].rsplit("/", 1)[1]]["enum"]}
        return {name: resolve(inner) for name, inner in value.items()}

    found: dict[str, Any] = resolve(schema)
    return found


def _path_parameters(one: Operation) -> list[dict[str, Any]]:
    names = [piece.strip("{}") for piece in one.path.split("/") if piece.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "description": PATH_PARAMETERS[name][0],
             "schema": PATH_PARAMETERS[name][1]} for name in names]  # fmt: skip
