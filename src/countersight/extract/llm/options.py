"""What the extractor `llm` is told by those who may read settings."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from countersight.errors import ModelUnavailable

WHAT = "the extractor llm"
PATH = "/chat/completions"


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmOptions:
    """Where the model is and how much of it may be used in one run."""

    endpoint: str = ""
    """Base address, such as `http://127.0.0.1:8000/v1`."""
    model: str = ""
    key: str = field(default="", repr=False)
    """Sent as a bearer token; never shown, logged or kept."""
    max_requests: int = 1_000
    """Requests that one run may make, further tries included."""
    max_tokens: int = 2_000_000
    """Tokens of requests and answers together that one run may use."""
    concurrency: int = 4
    """Requests that are under way at once."""
    timeout_s: float = 120.0
    """Seconds from a request to the end of its answer."""
    answer_tokens: int = 4_096
    """Tokens that one answer may have."""
    cache: Path | None = None
    """Folder in which answers are kept, so that the same passage is never asked twice."""
    proxy: str = ""
    """Proxy for an endpoint that is not on this machine."""

    def url(self) -> str:
        """Return the address that requests go to.

        Raises:
            ModelUnavailable: no endpoint or no model is named, or the endpoint is no web address.
        """
        if not self.endpoint:
            raise ModelUnavailable(WHAT, "no endpoint is set (COUNTERSIGHT_LLM_ENDPOINT)")
        if not self.model:
            raise ModelUnavailable(WHAT, "no model is named (COUNTERSIGHT_LLM_MODEL)")
        try:
            parts = urlsplit(self.endpoint)
            has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
        except ValueError:
            has_host = False
        if not has_host or parts.scheme not in ("http", "https"):
            raise ModelUnavailable(WHAT, "COUNTERSIGHT_LLM_ENDPOINT is no http or https address")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ModelUnavailable(
                WHAT, "COUNTERSIGHT_LLM_ENDPOINT is more than an address; a key goes in COUNTERSIGHT_LLM_KEY"
            )
        base = self.endpoint.rstrip("/")
        return base if base.endswith(PATH) else base + PATH

    def origin(self) -> str:
        """Return scheme, host and port of the endpoint: what may be shown of it."""
        parts = urlsplit(self.url())
        return f"{parts.scheme}://{parts.netloc}"

    def is_loopback(self) -> bool:
        """Whether the endpoint is on this machine, so that no passage leaves it."""
        host = urlsplit(self.url()).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"
