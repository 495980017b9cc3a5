"""A timestamping authority and a calendar that are real, on loopback, and stores with something in them."""

import hashlib
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from countersight.collect import CollectLimits
from countersight.collect.stamping import send
from countersight.model.document import Capture, Document, capture_id
from countersight.model.text import DocumentText, text_id
from countersight.store import open_store
from countersight.store.base import Store

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
LIMITS = CollectLimits(allowed_networks=("127.0.0.0/8",), timeout_s=10, deadline_s=20)

_CONFIG = """\
[tsa]
default_tsa = tsa_config
[tsa_config]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/{name}.pem
signer_key = {folder}/{name}.key
certs = {folder}/root.pem
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
signer_digest = sha256
"""


def send_loopback(address: str, body: bytes | None, media_type: str, max_bytes: int) -> bytes:
    headers = {"content-type": media_type, "accept": media_type.replace("query", "reply")}
    return send(address, body, limits=LIMITS, max_bytes=max_bytes, headers=headers)


@dataclass(frozen=True)
class Tsa:
    """Where the authority answers, and its root; what is asked for in the path decides how it answers."""

    url: str
    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def at(self, path: str) -> str:
        return f"{self.url}/{path}"


def make_certificates(folder: Path) -> None:
    """Make a root, a signer of timestamps, and signers that are not to be relied on."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    now = datetime.now(UTC)
    root_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def name(words: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])

    def keep(words: str, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
        (folder / f"{words}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        form = serialization.PrivateFormat.TraditionalOpenSSL
        encoded = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        (folder / f"{words}.key").write_bytes(encoded)

    def certify(words: str, key: rsa.RSAPrivateKey, days: tuple[int, int]) -> x509.Certificate:
        builder = x509.CertificateBuilder().subject_name(name(words)).issuer_name(name("Made-up Root"))
        builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now + timedelta(days[0])).not_valid_after(now + timedelta(days[1]))
        if words == "Made-up Root":
            builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        else:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usage, critical=True)
        return builder.sign(root_key, hashes.SHA256())

    keep("root", root_key, certify("Made-up Root", root_key, (-4000, 4000)))
    for words, days in (("signer", (-1, 30)), ("expired", (-30, -1))):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        keep(words, key, certify(f"Made-up {words}", key, days))
        (folder / f"{words}.cnf").write_text(_CONFIG.format(folder=folder, name=words))
    (folder / "serial").write_text("01")


def openssl(*arguments: str | Path, cwd: Path | None = None) -> bytes:
    done = subprocess.run(["openssl", *map(str, arguments)], cwd=cwd, capture_output=True, check=True, timeout=30)
    return done.stdout


@dataclass(frozen=True)
class Signer:
    """Answers queries as the openssl program does, well or, by the path it is asked at, badly."""

    folder: Path
    lock: threading.Lock

    def reply(self, query: bytes, signer: str = "signer") -> bytes:
        with self.lock:
            (self.folder / "asked.tsq").write_bytes(query)
            config = self.folder / f"{signer}.cnf"
            return openssl(
                "ts", "-reply", "-queryfile", self.folder / "asked.tsq", "-config", config, "-section", "tsa_config"
            )

    def other_nonce(self, query: bytes) -> bytes:
        digest = query[query.index(b"\x04\x20") + 2 :][:32].hex()
        return self.reply(openssl("ts", "-query", "-digest", digest, "-sha256", "-cert"))

    def other_digest(self, _: bytes) -> bytes:
        return self.reply(openssl("ts", "-query", "-digest", "ab" * 32, "-sha256", "-cert"))

    def altered(self, query: bytes) -> bytes:
        whole = bytearray(self.reply(query))
        whole[-10] ^= 1
        return bytes(whole)

    def answer(self, path: str, query: bytes) -> bytes:
        ways: dict[str, Callable[[bytes], bytes]] = {
            "garbage": lambda _: b"<html>not an answer</html>",
            "empty": lambda _: b"",
            "huge": lambda _: b"\x30" * 300_000,
            "nonce": self.other_nonce,
            "digest": self.other_digest,
            "expired": lambda query: self.reply(query, "expired"),
            "refused": lambda _: self.reply(b"no query at all"),
            "altered": self.altered,
        }
        return ways.get(path.strip("/"), self.reply)(query)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve on loopback while the block runs; its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tsa]:
    folder = tmp_path_factory.mktemp("tsa")
    make_certificates(folder)
    signer = Signer(folder, threading.Lock())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["content-length"]))
            assert self.headers["content-type"] == "application/timestamp-query"
            status = {"/busy": 503, "/moved": 302, "/no": 404}.get(self.path, 200)
            body = signer.answer(self.path, query) if status == 200 else b""
            self.send_response(status)
            if status == 302:
                self.send_header("location", "/")
            self.send_header("content-type", "application/timestamp-reply")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with serving(Handler) as url:
        yield Tsa(url, folder)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "project")
    yield opened
    opened.close()


Fill = Callable[..., list[str]]


@pytest.fixture
def fill() -> Fill:
    """Put made-up documents, each with a text, into a store; return their ids."""

    def put(store: Store, *numbers: int) -> list[str]:
        names = []
        with store.writer() as writer:
            for number in numbers:
                words = f"Examplecorp {number} sold two cameras to Utopia."
                digest = hashlib.sha256(words.encode()).hexdigest()
                store.archive.put(words.encode())
                address = f"file:///made-up/{number}.txt"
                writer.add_document(
                    Document(id=digest, size=len(words), media_type="text/plain"),
                    Capture(
                        id=capture_id(digest, address), document_id=digest, address=address, captured_at=NOON,
                        tool="test@1",
                    ),
                )  # fmt: skip
                name = text_id(digest, "plain@1", words)
                writer.add_text(DocumentText(id=name, document_id=digest, reader="plain@1", text=words))
                names.append(digest)
        return names

    return put
