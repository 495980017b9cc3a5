"""Running the site: a server of one process on this computer, or for a team behind its gate."""

import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread

import uvicorn
from starlette.applications import Starlette

from countersight.accounts import Accounts
from countersight.errors import CountersightError, UnsafeServer
from countersight.project import Project
from countersight.settings import Settings
from countersight.store.base import Store
from countersight.web.app import create_app
from countersight.web.desk.board import open_queues
from countersight.web.security import Mode, open_gate, protect
from countersight.web.signing_in.provider import open_provider

GRACE_S = 5
"""Seconds that answers under way have when the server is told to stop."""
MOST_AT_ONCE = 200
"""Connections beyond this are told to come back."""


def serve_project(
    project: Project, store: Store, *, host: str, port: int, opens: bool, say: Callable[[str], object]
) -> None:
    """Serve a project until it is told to stop.

    Args:
        project: what is served.
        store: its store, open.
        host: address to listen on; beyond this computer only with accounts.
        port: 0 takes any free one.
        opens: whether to open the browser.
        say: told the address, with the word that lets one person in.

    Raises:
        UnsafeServer: beyond this computer without accounts, or the port is taken.
        BadSetting: a setting has a value that it cannot have.
    """
    with _listen(host, port) as listening:
        accounts = Accounts(project.folder)
        try:
            settings = project.settings
            taken = listening.getsockname()[1]
            provider = open_provider(settings, site=settings.public_address or f"http://{host}:{taken}")
            gate = open_gate(accounts, settings, host=host, port=taken, provider=provider)
            app = create_app(project, store)
            guarded = protect(app, gate=gate, store=store, settings=settings)
            say(f"{project.title}: {gate.start_address}")
            say("the address lets one browser in, once; Ctrl+C stops" if gate.mode is Mode.ALONE else "Ctrl+C stops")
            if opens and gate.mode is Mode.ALONE:
                webbrowser.open(gate.start_address)
            warming = Thread(target=warm, args=(app,), name="warming", daemon=True)
            warming.start()
            _run(guarded, listening, settings)
            warming.join()
            if hasattr(app.state, "intake"):
                app.state.intake.close()
            app.state.workspace.close()
        finally:
            accounts.close()


def warm(app: Starlette) -> None:
    """Make what the first pages would have to wait for: the catalog, and the queues of the review desk.

    Whatever goes wrong will be told to whoever asks for it.
    """
    for make in (app.state.workspace.catalog, partial(open_queues, app)):
        with suppress(CountersightError):
            make()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host.strip("[]"), port))
        listening.listen()  # whoever opens the address at once waits, and is not refused
    except OSError as error:
        listening.close()
        raise UnsafeServer(f"cannot listen on {host} port {port}: {error.strerror or error}; try --port 0") from error
    return listening


def _run(app: object, listening: socket.socket, settings: Settings) -> None:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]  # uvicorn's own protocol of the same shape
        log_level="warning",
        access_log=False,  # ours keeps no addresses
        server_header=False,
        proxy_headers=False,  # `TrustedProxies` reads them, from proxies that the settings name
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=GRACE_S,
        lifespan="off",
        ssl_certfile=settings.tls_certificate or None,
        ssl_keyfile=settings.tls_key or None,
    )
    uvicorn.Server(config).run(sockets=[listening])
