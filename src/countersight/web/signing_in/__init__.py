"""Signing in and out, joining, one's own account, and the page of people."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.security.headers import REPORTS
from countersight.web.security.reports import take_report
from countersight.web.signing_in.account import (
    begin_factor,
    show_account,
    take_factor,
    take_password,
    take_private_address,
    take_recovery,
    take_revocation,
    take_sessions,
    take_token,
)
from countersight.web.signing_in.entering import (
    show_code,
    show_enrollment,
    show_sign_in,
    sign_out,
    start,
    take_code,
    take_enrollment,
    take_sign_in,
)
from countersight.web.signing_in.forms import posted
from countersight.web.signing_in.joining import show_invitation, take_invitation
from countersight.web.signing_in.people import show_people, take_change, take_person
from countersight.web.signing_in.with_provider import come_back, leave_for_provider

ROUTES: Sequence[BaseRoute] = (
    Route("/sign-in", show_sign_in, name="sign-in"),
    Route("/sign-in", posted(take_sign_in), methods=["POST"]),
    Route("/sign-in/code", show_code),
    Route("/sign-in/code", posted(take_code), methods=["POST"]),
    Route("/sign-in/second-factor", show_enrollment),
    Route("/sign-in/second-factor", posted(take_enrollment), methods=["POST"]),
    Route("/sign-in/provider", leave_for_provider),
    Route("/sign-in/provider/back", come_back),
    Route("/sign-out", posted(sign_out), methods=["POST"]),
    Route("/invitation", show_invitation),
    Route("/invitation", posted(take_invitation), methods=["POST"]),
    Route("/start", start),
    Route(REPORTS, take_report, methods=["POST"]),
    Route("/account", show_account, name="account"),
    Route("/account/password", posted(take_password), methods=["POST"]),
    Route("/account/second-factor", posted(begin_factor), methods=["POST"]),
    Route("/account/second-factor/confirm", posted(take_factor), methods=["POST"]),
    Route("/account/recovery-codes", posted(take_recovery), methods=["POST"]),
    Route("/account/sessions", posted(take_sessions), methods=["POST"]),
    Route("/account/tokens", posted(take_token), methods=["POST"]),
    Route("/account/tokens/revoke", posted(take_revocation), methods=["POST"]),
    Route("/account/private-addresses", posted(take_private_address), methods=["POST"]),
    Route("/people", show_people, name="people"),
    Route("/people", posted(take_person), methods=["POST"]),
    Route("/people/change", posted(take_change), methods=["POST"]),
)
