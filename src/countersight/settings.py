"""Settings: read once at the edge, from the environment, and passed down."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from countersight.errors import BadSetting

PREFIX = "COUNTERSIGHT_"


def _setting(
    default: Any, doc: str, *, least: int | None = None, choices: Sequence[str] = (), is_secret: bool = False
) -> Any:
    return field(default=default, metadata={"doc": doc, "least": least, "choices": choices}, repr=not is_secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set, each as an environment variable `COUNTERSIGHT_` and the field's name in capitals."""

    project: str = _setting("", "Folder of the project; by default the nearest one at or above the current folder.")
    database: str = _setting("", "SQLAlchemy address of the database; by default SQLite in the project folder.")
    max_document_bytes: int = _setting(100_000_000, "Largest document that is taken in, in bytes.", least=1)
    max_redirects: int = _setting(5, "Redirects that are followed before giving up.", least=0)
    fetch_timeout_s: int = _setting(30, "Seconds to wait for a web server.", least=1)
    proxy: str = _setting("", "Proxy for every fetch, such as socks5://127.0.0.1:9050 or http://127.0.0.1:3128.")
    user_agent: str = _setting("", "How Countersight names itself to web servers; by default its name and version.")
    host_delay_ms: int = _setting(1_000, "Milliseconds that `watch` waits between two requests to one host.", least=0)
    host_rest_s: int = _setting(60, "Seconds for which `watch` leaves a host alone after a failure.", least=1)
    watchers: int = _setting(4, "Sources that `watch` visits at once.", least=1)
    allowed_networks: str = _setting(
        "", "Networks that may be visited although they are not public: for tests and labs only."
    )
    timestamp_authorities: str = _setting(
        "", "Authorities (RFC 3161) that `timestamp` asks, their addresses with commas between."
    )
    timestamp_calendars: str = _setting("", "OpenTimestamps calendars that `timestamp` asks, likewise.")
    timestamp_roots: str = _setting("", "File of root certificates, in PEM, that may vouch for authorities.")
    processes: int = _setting(2, "Processes that read documents, and that look for claims in many texts.", least=1)
    reader_timeout_s: int = _setting(60, "Seconds that reading one document may take.", least=1)
    reader_memory_mb: int = _setting(1_024, "Memory that a reader process may use, in MiB.", least=384)
    ocr_languages: str = _setting(
        "",
        "Languages to recognize in images, by Tesseract's names, such as eng,ara; by default all that are supported.",
    )
    ocr_timeout_s: int = _setting(600, "Seconds that a document may take whose pages may be images.", least=1)
    extractor: str = _setting("", "Extractor that looks for claims; by default the one that `doctor` names.")
    gliner_weights: str = _setting("", "Folder of GLiNER2 weights, or hf: and their name on the Hugging Face hub.")
    llm_endpoint: str = _setting(
        "", "Address of a server that speaks OpenAI's protocol, such as http://127.0.0.1:8000/v1."
    )
    llm_model: str = _setting("", "Name of the model on that server.")
    llm_key: str = _setting("", "Key for that server; never shown, logged or kept.", is_secret=True)
    llm_max_requests: int = _setting(1_000, "Requests to that server that one run may make.", least=1)
    llm_max_tokens: int = _setting(2_000_000, "Tokens, asked and answered, that one run may use there.", least=1)
    llm_concurrency: int = _setting(4, "Requests to that server at once.", least=1)
    llm_timeout_s: int = _setting(120, "Seconds to wait for one of its answers.", least=1)
    llm_cache: str = _setting("", "Folder of its answers; by default `cache/llm` in the project.")
    person: str = _setting("", "Name of the one person who works here alone; by default that of the system's user.")
    public_address: str = _setting("", "Address under which a team finds the site, such as https://watch.example.org.")
    trusted_proxies: str = _setting("", "Addresses or networks of proxies that are believed whom they speak for.")
    tls_certificate: str = _setting("", "File of the certificate, where no proxy sees to TLS.")
    tls_key: str = _setting("", "File of its key.")
    second_factor: str = _setting(
        "required", "Whether everybody has to set up a second factor.", choices=("required", "optional")
    )
    refused_passwords: str = _setting("", "File of passwords that nobody may choose, one a line.")
    session_idle_min: int = _setting(60, "Minutes without use after which a session ends.", least=1)
    session_hours: int = _setting(12, "Hours after which a session ends in any case.", least=1)
    oidc_issuer: str = _setting("", "Address of the OpenID Connect provider at which people sign in.")
    oidc_client_id: str = _setting("", "By which name the provider knows this site.")
    oidc_client_secret: str = _setting("", "Secret shared with the provider; never shown or logged.", is_secret=True)
    oidc_scopes: str = _setting("openid profile", "What the provider is asked to tell.")
    oidc_name_claim: str = _setting("preferred_username", "Claim of the ID token that has a person's name.")
    oidc_role_claim: str = _setting("roles", "Claim of the ID token by which roles are given.")
    oidc_roles: str = _setting(
        "", "Values of that claim and the role that each gives, such as staff=reviewer,it=admin."
    )
    embed_origins: str = _setting("", "Sites that may show embedded views in a frame; by default none.")
    requests_per_minute: int = _setting(600, "Requests that one person, or one network, may make.", least=10)
    log_addresses: str = _setting("no", "Whether the log of requests has visitors' addresses.", choices=("no", "yes"))


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from environment variables; what is not set keeps its default.

    Raises:
        BadSetting: a variable has a value that the setting cannot have, or names no setting.
    """
    environment = os.environ if environment is None else environment
    known = {PREFIX + setting.name.upper(): setting for setting in fields(Settings)}
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            value = (
                "***" if "KEY" in name or "SECRET" in name else environment[name]
            )  # a mistyped name may hold a secret
            raise BadSetting(name, value, f"there is no such setting; there are {', '.join(sorted(known))}")
    values: dict[str, Any] = {}
    for name, setting in known.items():
        raw = environment.get(name)
        if raw is None:
            continue
        values[setting.name] = _number(name, raw, setting.metadata["least"]) if setting.type is int else raw
        choices = setting.metadata["choices"]
        if choices and raw not in choices:
            raise BadSetting(name, raw, f"there are {', '.join(choices)}")
    return Settings(**values)


def _number(name: str, raw: str, least: int | None) -> int:
    try:
        value = int(raw)
    except ValueError:
        raise BadSetting(name, raw, "not a whole number") from None
    if least is not None and value < least:
        raise BadSetting(name, raw, f"must be at least {least}")
    return value
