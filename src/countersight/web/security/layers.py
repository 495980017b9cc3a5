"""The layers in their order: what is cheap and certain comes first, and every answer passes the outermost."""

import time

from starlette.types import ASGIApp

from countersight.accounts.throttle import Monotonic
from countersight.settings import Settings
from countersight.store.base import Store
from countersight.web.security.access_log import AccessLog
from countersight.web.security.bodies import BoundedBodies
from countersight.web.security.compressing import Compressed
from countersight.web.security.gate import Gate
from countersight.web.security.headers import SecurityHeaders
from countersight.web.security.hosts import KnownHosts
from countersight.web.security.identity import Identified
from countersight.web.security.origins import OwnPagesOnly
from countersight.web.security.private import PrivateAddresses
from countersight.web.security.proxies import TrustedProxies, read_networks
from countersight.web.security.rates import BoundedRates, usual_rate

EMBEDS = "/embed/"
"""Pages that other sites may show in a frame, where the settings let them."""
UPLOADS = "/documents/add"
"""Where documents are sent to."""
FORM_BYTES = 100_000
"""What a form may have beside the document in it."""


def protect(
    app: ASGIApp, *, gate: Gate, store: Store, settings: Settings, clock: Monotonic = time.monotonic
) -> ASGIApp:
    """Put everything around the site that stands between it and the network.

    Around the application and not within it, since the answer to a fault that nobody foresaw is made outside of what
    is within.

    Raises:
        BadSetting: a setting has a value that it cannot have.
    """
    app = Compressed(app)
    app = BoundedRates(app, rate=usual_rate(settings.requests_per_minute), clock=clock)
    app = Identified(app, gate=gate, store=store)
    app = BoundedBodies(app, larger={UPLOADS: settings.max_document_bytes + FORM_BYTES})
    app = OwnPagesOnly(app)
    app = KnownHosts(app, names=gate.hosts)
    app = SecurityHeaders(
        app,
        is_tls=gate.cookie.is_secure,
        embed_paths=(EMBEDS,),
        embed_origins=tuple(settings.embed_origins.replace(",", " ").split()),
    )
    app = AccessLog(app, with_addresses=settings.log_addresses == "yes")
    app = PrivateAddresses(app)  # outside of the log, which never has the token
    return TrustedProxies(app, networks=read_networks(settings.trusted_proxies))
