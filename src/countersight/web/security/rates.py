"""How often anybody may ask: a bucket for each person or token, and for each network of those not signed in."""

import math
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from countersight.accounts.throttle import Anonymizer, Monotonic, Rate, TokenBuckets
from countersight.web.security.refusing import refuse

POLICY = "requests"
"""Name of the one limit, in the fields of draft-ietf-httpapi-ratelimit-headers-10."""


def usual_rate(per_minute: int) -> Rate:
    """Return a rate that lets a page with all its parts load at once, and then so many requests a minute."""
    return Rate(burst=max(60, per_minute // 4), per_s=per_minute / 60)


class BoundedRates:
    """Answers 429 with Retry-After (RFC 6585, section 4) to who asks faster than they may."""

    def __init__(self, app: ASGIApp, *, rate: Rate, clock: Monotonic, free: Sequence[str] = ("/static/",)) -> None:
        """Set up; paths that begin as one of `free` cost nothing."""
        self.app = app
        self.buckets = TokenBuckets(rate, clock=clock)
        self.anonymizer = Anonymizer()
        self.free = tuple(free)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer if there is a token left."""
        if scope["type"] == "http" and not scope["path"].startswith(self.free):
            key = self._key(scope)
            wait = self.buckets.take(key)
            send = self._telling(send, key)
            if wait > 0.0:
                seconds = str(max(1, round(wait + 0.5)))
                words = f"too many requests: try again in {seconds} s"
                await refuse(scope, 429, words, retry_after=seconds)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _telling(self, send: Send, key: str) -> Send:
        """Let every answer say how much is left, and when the bucket is full again."""
        rate, left = self.buckets.rate, self.buckets.left(key)
        full_s = math.ceil((rate.burst - left) / rate.per_s)
        window_s = math.ceil(rate.burst / rate.per_s)

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Policy"] = f'"{POLICY}";q={rate.burst};w={window_s}'
                headers["RateLimit"] = f'"{POLICY}";r={left};t={full_s}'
            await send(message)

        return send_told

    def _key(self, scope: Scope) -> str:
        bearer: str | None = scope.get("state", {}).get("bearer")
        if bearer is not None:
            return self.anonymizer.key("bearer", bearer)
        client = scope.get("client")
        return self.anonymizer.network(client[0] if client else "")
