"""A small internet of its own: run within a network and mount namespace, it serves, names and visits; `lab.py FOLDER`.

Addresses of every kind lie on the loopback device of the namespace, where nothing leads out. A name server answers on
its port 53, and what `resolv.conf` says there is put in the place of the system's. Then every case is collected, with
no network allowed that is not public. One line of JSON tells what came of all.
"""

import json
import os
import socket
import struct
import subprocess
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from countersight.collect import CollectLimits, collect_documents
from countersight.model.failure import Failure

PUBLIC, OTHER, PRIVATE, METADATA = "198.41.0.4", "199.9.14.201", "10.9.8.7", "169.254.169.254"
"""Two that may be visited (here they lead nowhere but to this process), and two that may not."""

NAMES: dict[str, list[list[str]]] = {
    "public.example": [[PUBLIC]],
    "private.example": [[PRIVATE]],
    "metadata.example": [[METADATA]],
    "loopback.example": [["127.0.0.1"]],
    "both.example": [[PUBLIC, PRIVATE]],
    "rebinding.example": [[PUBLIC], [PRIVATE]],
    "late.example": [[PRIVATE], [PUBLIC]],
}
"""The answers to each name, one after the other; the last is given from then on."""

REDIRECTS = {
    "/to-private": f"http://{PRIVATE}/secret",
    "/to-metadata": f"http://{METADATA}/latest/meta-data/",
    "/to-name": "http://private.example/secret",
    "/to-file": "file:///etc/passwd",
    "/to-gopher": f"gopher://{PRIVATE}/1",
    "/to-itself": "/to-itself",
    "/to-public": f"http://{OTHER}/page",
}

CASES = {
    "public name": "http://public.example/page",
    "public address": f"http://{PUBLIC}/page",
    "redirect to another public place": "http://public.example/to-public",
    "name that is rebound after it was looked up": "http://rebinding.example/page",
    "private name": "http://private.example/secret",
    "name of the loopback": "http://loopback.example/secret",
    "name of the metadata service": "http://metadata.example/latest/meta-data/",
    "name of a public and a private place": "http://both.example/page",
    "name that becomes public too late": "http://late.example/page",
    "private address": f"http://{PRIVATE}/secret",
    "metadata service": f"http://{METADATA}/latest/meta-data/",
    "address as one number": "http://168364039/secret",
    "address in hexadecimal": "http://0x0a.9.8.7/secret",
    "address in octal": "http://012.011.010.07/secret",
    "short loopback": "http://127.1/secret",
    "private address as IPv6": f"http://[::ffff:{PRIVATE}]/secret",
    "loopback of IPv6": "http://[::1]/secret",
    "redirect to a private address": "http://public.example/to-private",
    "redirect to the metadata service": "http://public.example/to-metadata",
    "redirect to a private name": "http://public.example/to-name",
    "redirect to a file": "http://public.example/to-file",
    "redirect to another scheme": "http://public.example/to-gopher",
    "redirect without end": "http://public.example/to-itself",
    "name and password": f"http://user:word@{PUBLIC}/page",
}


class Site(BaseHTTPRequestHandler):
    """Serves the same at every address, and notes where it was asked."""

    hits: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        """Redirect where the path says so, else give a page."""
        self.hits[str(self.connection.getsockname()[0]).removeprefix("::ffff:")] += 1
        target = REDIRECTS.get(self.path)
        body = b"" if target else f"<title>A page</title><p>Words at {self.path}.</p>".encode()
        self.send_response(302 if target else 200)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def answer_names(server: socket.socket) -> None:
    """Answer queries for addresses by `NAMES`, at once forgotten (TTL 0), as RFC 1035 has it."""
    asked: Counter[str] = Counter()
    while True:
        query, client = server.recvfrom(512)
        labels, place = [], 12
        while query[place]:
            labels.append(query[place + 1 : place + 1 + query[place]].decode())
            place += 1 + query[place]
        name, (kind,) = ".".join(labels).lower(), struct.unpack("!H", query[place + 1 : place + 3])
        question, found = query[12 : place + 5], []
        if kind == 1 and name in NAMES:
            answers = NAMES[name]
            found = answers[min(asked[name], len(answers) - 1)]
            asked[name] += 1
        code = 0x8180 if name in NAMES else 0x8183
        head = query[:2] + struct.pack("!HHHHH", code, 1, len(found), 0, 0)
        records = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 4) + socket.inet_aton(one) for one in found)
        server.sendto(head + question + records, client)


def run(*command: str) -> None:
    """Run a program that has to succeed."""
    subprocess.run(command, check=True, capture_output=True)


def open_lab(folder: Path) -> None:
    """Bring up addresses, names and sites."""
    run("ip", "link", "set", "lo", "up")
    for address in (PUBLIC, OTHER, PRIVATE, METADATA):
        run("ip", "address", "add", f"{address}/32", "dev", "lo")
    resolv = folder / "resolv.conf"
    resolv.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    run("mount", "--bind", str(resolv), os.path.realpath("/etc/resolv.conf"))
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", 53))
    threading.Thread(target=answer_names, args=(names,), daemon=True).start()
    for address, family in ((PUBLIC, 4), (OTHER, 4), (PRIVATE, 4), (METADATA, 4), ("127.0.0.1", 4), ("::1", 6)):
        kind = type(
            "Server", (ThreadingHTTPServer,), {"address_family": {4: socket.AF_INET, 6: socket.AF_INET6}[family]}
        )
        threading.Thread(target=kind((address, 80), Site).serve_forever, daemon=True).start()


def visit(url: str) -> dict[str, object]:
    """Collect one URL; return how it ended and which addresses were asked for a page."""
    Site.hits.clear()
    ends = list(collect_documents([url], limits=CollectLimits(timeout_s=5, deadline_s=20)))
    reasons = [f"{end.reason}: {end.detail}" for end in ends if isinstance(end, Failure)]
    return {"reasons": reasons, "documents": len(ends) - len(reasons), "asked": dict(Site.hits)}


def main(folder: Path) -> None:
    """Run every case."""
    open_lab(folder)
    sys.stdout.write(json.dumps({case: visit(url) for case, url in CASES.items()}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
