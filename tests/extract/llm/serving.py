"""A real server on this machine that speaks the protocol of OpenAI's chat completions, well or badly."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "made-up-key-7"
WORDS = "In 2031 Orbex sold 40 surveillance cameras to the police of Uganda, Mona Vale of Orbex said."
CLAIM = {
    "kind": "supply",
    "status": "claimed",
    "evidence": "Orbex sold 40 surveillance cameras to the police of Uganda",
    "supplier": "Orbex",
    "supplier_territories": [],
    "supplier_is_person": False,
    "recipient": "the police of Uganda",
    "recipient_territories": ["Uganda"],
    "recipient_is_person": False,
    "technology": [{"label": "video_surveillance", "words": "surveillance cameras"}],
    "quantity": "40 surveillance cameras",
    "when": "2031",
    "place": None,
    "speaker": "Mona Vale",
    "status_words": None,
}


@dataclass
class Response:
    """What the server sends: an answer of the model, or anything else."""

    content: str | None = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    """Instead of the protocol's."""
    finish: str = "stop"
    tokens: int = 100
    wait_s: float = 0.0
    drip_s: float = 0.0
    """Pause after each byte of the first twenty."""


Behavior = Callable[[dict[str, Any], int], Response]
"""Given the request's JSON and its number, counted from one."""


def told(*claims: dict[str, Any]) -> str:
    return json.dumps({"claims": list(claims)})


def passage_of(request: dict[str, Any]) -> str:
    """Return the passage between the markers, as a model would read it."""
    asked = request["messages"][-1]["content"]
    marker = re.match(r"The marker is (\S+)\.\n", asked)[1]
    return asked.split(f"<{marker}>\n", 1)[1].rsplit(f"\n</{marker}>", 1)[0]


class ModelServer(ThreadingHTTPServer):
    """Counts what is asked of it, and how much at once."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behave: Behavior = lambda request, number: Response(told(CLAIM))
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.lock = threading.Lock()
        self.at_once = 0
        self.most_at_once = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        server = self.server
        with server.lock:
            server.requests.append(request)
            server.keys.append(self.headers["authorization"])
            number = len(server.requests)
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
        try:
            found = self.path == "/v1/chat/completions"
            response = server.behave(request, number) if found else Response(status=404, body="no such path")
            time.sleep(response.wait_s)
        finally:
            with server.lock:
                server.at_once -= 1
        self._send(response, request)

    def _send(self, response: Response, request: dict[str, Any]) -> None:
        message = {"role": "assistant", "content": response.content}
        protocol = {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 0,
            "model": request["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": response.finish}],
            "usage": {"total_tokens": response.tokens, "prompt_tokens": response.tokens, "completion_tokens": 0},
        }
        data = (json.dumps(protocol) if response.body is None else response.body).encode()
        self.send_response(response.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if response.drip_s:
            for number in range(20):
                self.wfile.write(data[number : number + 1])
                time.sleep(response.drip_s)
        self.wfile.write(data[20 if response.drip_s else 0 :])

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is the standard library's
        """Tests watch what is asked, not the log."""


@contextmanager
def running_server() -> Iterator[ModelServer]:
    """Run a server that answers with one right claim, until told to behave otherwise."""
    with ModelServer() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()
