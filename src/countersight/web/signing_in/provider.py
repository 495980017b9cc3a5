"""A provider at which people sign in: OpenID Connect Core 1.0, code flow with PKCE; needs the extra `oidc`.

What comes back is believed only for the browser that left (state), for the flow that it left in (PKCE, nonce), from
this provider (issuer, signature by a key that it publishes) and for this site (audience).
"""

import base64
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from countersight.accounts import Role
from countersight.accounts.secret_words import new_secret
from countersight.errors import BadSetting, ModelUnavailable, ProviderUnavailable, SignInRefused
from countersight.settings import Settings
from countersight.web.security.gate import is_loopback

if TYPE_CHECKING:
    import httpx

BACK = "/sign-in/provider/back"
"""Where the provider sends people to; it has to know this address of the site."""
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures that are believed: with a published key. `none` and shared secrets are not (RFC 8725, 3.1)."""
LEEWAY_S = 60
"""How far the provider's clock may be off."""
KEPT_S = 3_600.0
"""How long what the provider says of itself is kept."""
TIMEOUT_S = 10.0
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Whom the provider vouches for."""

    subject: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What one browser left for the provider with, to be held against what it comes back with."""

    state: str
    nonce: str
    verifier: str
    """Of PKCE (RFC 7636): it never leaves this server until the code is redeemed."""
    target: str
    """Where the browser goes on to, within the site."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the provider says of itself, and when it was asked."""

    metadata: Mapping[str, Any]
    keys: Any
    at: float


class Provider:
    """One provider, by the settings. What it says of itself is asked for when it is first needed."""

    def __init__(
        self,
        settings: Settings,
        *,
        site: str,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Set up for a site's address.

        Raises:
            BadSetting: a setting is missing, or has a value that it cannot have.
            ModelUnavailable: the extra `oidc` is not installed.
        """
        try:
            import joserfc  # noqa: F401
        except ImportError as error:
            raise ModelUnavailable("a provider", "install countersight[oidc]") from error
        self.issuer = settings.oidc_issuer
        self.name = _require_issuer(self.issuer)
        self.client_id = settings.oidc_client_id
        if not self.client_id:
            raise BadSetting("COUNTERSIGHT_OIDC_CLIENT_ID", "", "the provider knows the site by it")
        self.redirect_uri = f"{site.rstrip('/')}{BACK}"
        self.roles = read_roles(settings.oidc_roles)
        self._secret = settings.oidc_client_secret
        self._scope = " ".join(dict.fromkeys(("openid", *settings.oidc_scopes.split())))
        self._name_claim, self._role_claim = settings.oidc_name_claim, settings.oidc_role_claim
        self._proxy = settings.proxy or None
        self._clock, self._now = clock, now
        self._said: _Said | None = None
        self._lock = Lock()

    def leave(self, target: str) -> tuple[Departure, str]:
        """Return what a browser leaves with, and the address at the provider that it goes to.

        Raises:
            ProviderUnavailable: the provider does not say what it is.
        """
        departure = Departure(state=new_secret(), nonce=new_secret(), verifier=new_secret(), target=target)
        asked = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": self.redirect_uri,
            "scope": self._scope,
            "state": departure.state,
            "nonce": departure.nonce,
            "code_challenge": code_challenge(departure.verifier),
            "code_challenge_method": "S256",
        }
        endpoint = str(self._ask().metadata["authorization_endpoint"])
        return departure, f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    def come_back(self, departure: Departure, answered: Mapping[str, str]) -> Vouched:
        """Redeem what the provider answered through the browser, and check all of it.

        Raises:
            SignInRefused: the provider refused, or what came back is not for this browser, flow or site.
            ProviderUnavailable: the provider does not answer.
        """
        if not compare_digest(answered.get("state", "").encode(), departure.state.encode()):
            raise SignInRefused("what came back belongs to another sign-in: begin again")
        if "error" in answered or not answered.get("code"):
            raise SignInRefused("the provider did not let you in")
        said = self._ask()
        # RFC 9207: a provider that names itself in its answer has to be this one.
        if answered.get("iss", self.issuer) != self.issuer:
            raise SignInRefused("what came back is from another provider")
        token = self._redeem(said.metadata["token_endpoint"], answered["code"], departure.verifier)
        return self._vouched(self._claims(token, departure.nonce))

    def _redeem(self, endpoint: str, code: str, verifier: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        if not self._secret:
            form["client_id"] = self.client_id
        # RFC 6749, 2.3.1: both are form-encoded before they go into the header.
        auth = (quote(self.client_id, safe=""), quote(self._secret, safe="")) if self._secret else None
        answer = self._fetch("POST", endpoint, data=form, auth=auth)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignInRefused("the provider did not say who you are")
        return token

    def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        rules = jwt.JWTClaimsRegistry(
            now=lambda: int(self._now()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        for is_fresh in (False, True):  # a key that is not known may be newer than what was kept
            try:
                decoded = jwt.decode(token, self._ask(anew=is_fresh).keys, algorithms=list(ALGORITHMS))
                rules.validate(decoded.claims)
            except (JoseError, ValueError) as error:
                refused = error
                continue
            self._require_party(decoded.claims)
            return decoded.claims
        raise SignInRefused("what the provider says of you does not hold") from refused

    def _require_party(self, claims: Mapping[str, Any]) -> None:
        """OpenID Connect Core 1.0, 3.1.3.7: of several audiences, the authorized party is this site."""
        audience = claims["aud"]
        several = isinstance(audience, list) and len(audience) > 1
        if claims.get("azp", None if several else self.client_id) != self.client_id:
            raise SignInRefused("what the provider says was said to another site")

    def _vouched(self, claims: Mapping[str, Any]) -> Vouched:
        subject, name = claims["sub"], claims.get(self._name_claim)
        if not isinstance(subject, str) or not subject or not isinstance(name, str) or not name:
            raise SignInRefused(
                f"the provider gives no {self._name_claim}: COUNTERSIGHT_OIDC_NAME_CLAIM says where your name is"
            )
        role = self._role(claims.get(self._role_claim))
        if role is None:
            raise SignInRefused("the provider gives you no role here: ask an admin")
        return Vouched(subject=subject, name=name, role=role)

    def _role(self, values: object) -> Role | None:
        """Return the highest role that the values of the claim give."""
        named = values.split() if isinstance(values, str) else values if isinstance(values, list) else []
        given = [self.roles[value] for value in named if isinstance(value, str) and value in self.roles]
        return max(given, key=list(Role).index, default=None)

    def _ask(self, *, anew: bool = False) -> _Said:
        """Return what the provider says of itself, asked for again after a while."""
        with self._lock:
            said, now = self._said, self._clock()
            if said is None or now - said.at > KEPT_S or (anew and now - said.at > LEEWAY_S):
                said = self._said = self._discover(now)
            return said

    def _discover(self, now: float) -> _Said:
        """OpenID Connect Discovery 1.0, 4: under a fixed path, and by the very name that the settings have."""
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        metadata = self._fetch("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if metadata.get("issuer") != self.issuer:
            raise ProviderUnavailable(self.issuer, f"calls itself {metadata.get('issuer')!r}")
        for endpoint in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            _require_address(self.issuer, metadata.get(endpoint))
        try:
            keys = KeySet.import_key_set(self._fetch("GET", metadata["jwks_uri"]))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderUnavailable(self.issuer, f"its keys cannot be read: {error}") from error
        return _Said(metadata, keys, now)

    def _fetch(self, method: str, address: str, **sent: Any) -> dict[str, Any]:
        import httpx

        try:
            with httpx.Client(timeout=TIMEOUT_S, follow_redirects=False, proxy=self._proxy, trust_env=False) as client:
                return _read_object(client.request(method, address, headers={"Accept": "application/json"}, **sent))
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderUnavailable(self.issuer, str(error) or type(error).__name__) from error


def code_challenge(verifier: str) -> str:
    """Return what the provider gets to see of a verifier: S256 of RFC 7636, 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


def open_provider(settings: Settings, *, site: str) -> Provider | None:
    """Return the provider that the settings name, if they name one.

    Raises:
        BadSetting, ModelUnavailable: as `Provider`.
    """
    return Provider(settings, site=site) if settings.oidc_issuer else None


def read_roles(words: str) -> dict[str, Role]:
    """Read which value of the claim gives which role: `staff=reviewer,it=admin`.

    Raises:
        BadSetting: there is none, or a role that there is not.
    """
    name, roles = "COUNTERSIGHT_OIDC_ROLES", {}
    for pair in filter(None, (part.strip() for part in words.split(","))):
        value, equals, role = pair.rpartition("=")
        if not equals or not value.strip() or role.strip() not in list(Role):
            raise BadSetting(name, words, f"{pair!r} is not like staff=reviewer; roles are {', '.join(Role)}")
        roles[value.strip()] = Role(role.strip())
    if not roles:
        raise BadSetting(name, words, "say who may come in, such as staff=reviewer: nobody may by default")
    return roles


def _require_issuer(issuer: str) -> str:
    """Return the provider's host, by which people know it."""
    try:
        parts = urlsplit(issuer)
        is_fine = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    except ValueError:
        is_fine = False
    if not is_fine or not parts.hostname or parts.query or parts.fragment:
        raise BadSetting("COUNTERSIGHT_OIDC_ISSUER", issuer, "an https address")
    return parts.hostname


def _require_address(issuer: str, address: object) -> None:
    is_tls = isinstance(address, str) and address.startswith("https://")
    if not is_tls and not (isinstance(address, str) and issuer.startswith("http:") and address.startswith("http://")):
        raise ProviderUnavailable(issuer, f"gives an address that is not https: {address!r}")


def _read_object(response: "httpx.Response") -> dict[str, Any]:
    response.raise_for_status()
    if len(response.content) > MOST_BYTES:
        raise ValueError("answers with more than it should")
    answer = response.json()
    if not isinstance(answer, dict) or response.is_redirect:
        raise ValueError("does not answer as a provider does")
    return answer
