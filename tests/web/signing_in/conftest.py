"""A provider of OpenID Connect that speaks HTTP on this computer: well-behaved, or wrong in one way."""

import asyncio
import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from tests.web.security.conftest import cheap_hashes, empty_project, make_site

__all__ = ["cheap_hashes", "empty_project", "make_site"]

CLIENT, CLIENT_SECRET = "countersight site", "a shared s&cret"


PERSON = {"sub": "s-1", "preferred_username": "Dee", "roles": ["staff"]}


@cache
def published_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})


@cache
def other_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "first"})


def shared_key() -> OctKey:
    return OctKey.import_key(CLIENT_SECRET * 3)


@dataclass
class LocalProvider:
    """Vouches for whoever asks as the one person that it knows."""

    port: int = 0
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "s-1", "preferred_username": "Dee", "roles": ["staff"]}
    )
    claims: dict[str, Any] = field(default_factory=dict)
    """Put in place of what the ID token would say."""
    metadata: dict[str, Any] = field(default_factory=dict)
    """Put in place of what it would say of itself."""
    algorithm: str = "RS256"
    signing_key: Any = None
    """In place of the published one."""
    fails: bool = False
    redirected: list[dict[str, str]] = field(default_factory=list)
    """What browsers brought."""
    redeemed: int = 0
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/keys", self.keys),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
            ]
        )

    async def describe(self, request: Request) -> Response:
        if self.fails:
            return Response(status_code=503)
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return JSONResponse(said | self.metadata)

    async def keys(self, request: Request) -> Response:
        return JSONResponse(KeySet([published_key()]).as_dict(private=False))

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.redirected.append(asked)
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?code={code}&state={asked['state']}", 303)

    async def token(self, request: Request) -> Response:
        async with request.form() as form:
            asked = self._codes.pop(str(form.get("code")), None)
            verifier, redirect_uri = str(form.get("code_verifier", "")), form.get("redirect_uri")
        told = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        scheme, _, both = request.headers.get("authorization", "").partition(" ")
        expected = base64.b64encode(b"countersight%20site:a%20shared%20s%26cret").decode()
        if asked is None or (scheme, both) != ("Basic", expected) or redirect_uri != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if asked["code_challenge_method"] != "S256" or told != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        self.redeemed += 1
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **self.person,
        }
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        header, key = {"alg": self.algorithm, "kid": "first"}, self.signing_key or published_key()
        signed = jwt.encode(header, claims, key, algorithms=[self.algorithm])
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": signed})


@pytest.fixture
def local_provider() -> Iterator[LocalProvider]:
    made = LocalProvider()
    server = uvicorn.Server(uvicorn.Config(made.app(), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    made.port = server.servers[0].sockets[0].getsockname()[1]
    yield made
    server.should_exit = True
    thread.join()
