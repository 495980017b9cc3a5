"""Speaks to a model's server: the one module of extraction that uses the network, and only when it is switched on."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from countersight.errors import CountersightError, EndpointUnavailable, ModelUnavailable, UnusableAnswer
from countersight.extract.llm.budget import Budget
from countersight.extract.llm.dialects import Dialect
from countersight.extract.llm.options import WHAT, LlmOptions

Messages = list[dict[str, str]]

PAUSES_S = (1.0, 4.0, 16.0)
"""Seconds before the second, third and fourth try."""
LONGEST_PAUSE_S = 120.0
"""A server that asks for more patience than this is left for another run."""
MOST_BYTES = 4_000_000
"""Of one answer; what is longer is no list of claims."""
GIVEN_UP = 3
"""Requests in a row that came to nothing after all tries, from which on the run asks no more."""
_SHOWN = 300
"""Characters of a server's reason that are shown."""
_TRY_AGAIN = frozenset({408, 409, 425, 429})
_REFUSED = frozenset({400, 415, 422, 501})
_BARRED = frozenset({401, 402, 403, 404, 405})
"""What no other request will change: the key, the address or the model's name is wrong."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said."""

    content: str
    is_cut: bool
    """Whether the server ended it for its length."""


class _Interruption(Exception):
    """Something that may pass by itself, and how many seconds the server asks to wait."""

    def __init__(self, reason: str, wait_s: float = 0.0) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


class _Refusal(Exception):
    """The server does not take the request as it is."""


class Endpoint:
    """One server and one model, for one run; may be asked from several threads."""

    def __init__(self, options: LlmOptions, *, pause: Callable[[float], None] = time.sleep) -> None:
        """Raises: ModelUnavailable: the options name no endpoint that can be used."""
        self._options = options
        self._url = options.url()
        self._origin = options.origin()
        self._pause = pause
        self.budget = Budget(max_requests=options.max_requests, max_tokens=options.max_tokens)
        self._dialect = Dialect()
        self._lock = threading.Lock()
        self._failed_in_row = 0
        self._barred: CountersightError | None = None
        self._open_client: httpx.Client | None = None

    def close(self) -> None:
        """Close all connections; they open again when there is more to ask."""
        with self._lock:
            if self._open_client is not None:
                self._open_client.close()
                self._open_client = None

    def _client(self) -> httpx.Client:
        options = self._options
        with self._lock:
            if self._open_client is None:
                self._open_client = httpx.Client(
                    headers={"authorization": f"Bearer {options.key}"} if options.key else {},
                    timeout=options.timeout_s,
                    trust_env=False,
                    proxy=None if options.is_loopback() else options.proxy or None,
                )
            return self._open_client

    def ask(self, messages: Messages) -> Reply:
        """Return what the model answers, with up to three further tries where that may help.

        Raises:
            BudgetExhausted: the run may ask no more.
            EndpointUnavailable: no answer after all tries, now or three times in a row before.
            ModelUnavailable: the server does not let this key use this model.
            UnusableAnswer: the server refuses this passage, or says nothing.
        """
        dialect = self._dialect
        while True:
            try:
                reply = self._ask_patiently(messages, dialect)
            except _Refusal as refusal:
                following = dialect.after_refusal(str(refusal))
                if following is None:
                    raise UnusableAnswer(f"the server refused: {refusal}") from None
                dialect = following
            else:
                # Only what worked is remembered: a refusal may have been about this passage, its length for one.
                with self._lock:
                    self._dialect = dialect
                return reply

    def _ask_patiently(self, messages: Messages, dialect: Dialect) -> Reply:
        pauses = iter(PAUSES_S)
        while True:
            if self._barred is not None:
                raise self._barred
            try:
                reply = self._ask_once(messages, dialect)
            except _Interruption as interruption:
                pause_s = max(next(pauses, LONGEST_PAUSE_S + 1), interruption.wait_s)
                if pause_s > LONGEST_PAUSE_S:
                    raise self._gave_up(str(interruption)) from None
                self._pause(pause_s)
            else:
                self._failed_in_row = 0
                return reply

    def _gave_up(self, reason: str) -> EndpointUnavailable:
        error = EndpointUnavailable(self._origin, reason)
        with self._lock:
            self._failed_in_row += 1
            if self._failed_in_row >= GIVEN_UP:
                self._barred = error
        return error

    def _ask_once(self, messages: Messages, dialect: Dialect) -> Reply:
        payload = {"model": self._options.model, "messages": messages}
        payload |= dialect.parameters(self._options.answer_tokens)
        aside = _estimate(payload) + self._options.answer_tokens
        self.budget.take(aside)
        used = _estimate(payload)  # a server that breaks off may have read all of it
        try:
            answer = self._exchange(payload)
            used = _tokens_used(answer) or used
            return _read_reply(answer)
        finally:
            self.budget.settle(aside, used)

    def _exchange(self, payload: dict[str, Any]) -> Any:
        body = json.dumps(payload).encode()
        end = time.monotonic() + self._options.timeout_s
        try:
            with self._client().stream(
                "POST", self._url, content=body, headers={"content-type": "application/json"}
            ) as response:
                data = self._read_body(response, end)
                self._check_status(response, data)
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _Interruption(self._safe(str(error) or type(error).__name__)) from error
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise _Interruption("its answer is no JSON") from None

    def _read_body(self, response: httpx.Response, end: float) -> bytes:
        data = bytearray()
        for piece in response.iter_bytes():
            data += piece
            if len(data) > MOST_BYTES:
                raise UnusableAnswer(f"it is longer than {MOST_BYTES:,} bytes")
            if time.monotonic() > end:  # the client's own limit is for each piece
                raise _Interruption(f"not done after {self._options.timeout_s:g} seconds")
        return bytes(data)

    def _check_status(self, response: httpx.Response, data: bytes) -> None:
        if response.is_success:
            return
        told = " ".join(data[:4_000].decode("utf-8", "replace").split())
        reason = self._safe(f"{response.status_code} {response.reason_phrase}: {told}")
        if response.status_code in _REFUSED:
            raise _Refusal(reason)
        if response.status_code >= 500 or response.status_code in _TRY_AGAIN:
            raise _Interruption(reason, _retry_after(response))
        if response.status_code in _BARRED:
            self._barred = ModelUnavailable(WHAT, f"{self._origin} says {reason}")
            raise self._barred
        raise UnusableAnswer(f"the server says {reason}")

    def _safe(self, reason: str) -> str:
        """Shorten what a server says, and take the key out: some repeat it."""
        key = self._options.key
        return (reason.replace(key, "***") if key else reason)[:_SHOWN]


def _read_reply(answer: Any) -> Reply:
    try:
        choice = answer["choices"][0]
        content = choice["message"]["content"]
    except (LookupError, TypeError):
        raise _Interruption("its answer is not of the protocol") from None
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if not isinstance(content, str) or not content.strip():
        raise UnusableAnswer("the model said nothing")
    return Reply(content=content, is_cut=choice.get("finish_reason") == "length")


def _estimate(payload: dict[str, Any]) -> int:
    """Estimate the tokens of a request from above: three bytes each, where English has about four."""
    return len(json.dumps(payload, ensure_ascii=False).encode("utf-8", "surrogatepass")) // 3


def _tokens_used(answer: Any) -> int:
    usage = answer.get("usage") if isinstance(answer, dict) else None
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    return total if isinstance(total, int) and total > 0 else 0


def _retry_after(response: httpx.Response) -> float:
    """Return the seconds that `retry-after` asks for (RFC 9110, 10.2.3)."""
    value = response.headers.get("retry-after", "").strip()
    try:
        if value.replace(".", "", 1).isdecimal():  # some servers give fractions
            return float(value)
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # TypeError: a date without a zone
        return 0.0
