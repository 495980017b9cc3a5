"""The page of keys: what each does, changed for one person, or switched off."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import BadPreference
from countersight.web.desk.access import field, for_role, go_to, posted
from countersight.web.desk.keys import ACTIONS, DEFAULTS, OFF, SWITCH, check_bindings
from countersight.web.desk.preferences import bound, keep_keys
from countersight.web.desk.showing import desk_answer
from countersight.web.visitor import Role


@for_role(Role.REVIEWER)
def show_keys(request: Request) -> Response:
    """Show every key, each in a field where it can be changed."""
    return _page(request, wanted=None, wrong=None)


@posted
@for_role(Role.REVIEWER)
def change_keys(request: Request, form: FormData) -> Response:
    """Keep the keys of a form, or go back to those that everybody has."""
    if field(form, "reset"):
        keep_keys(request, {})
        return go_to("/review/keys")
    wanted = {action: field(form, action, DEFAULTS[action]) for action in ACTIONS}
    try:
        bindings = check_bindings(wanted)
        if field(form, SWITCH) == OFF:
            bindings[SWITCH] = OFF
        keep_keys(request, bindings)
    except BadPreference as error:
        return _page(request, wanted=wanted, wrong=str(error))
    return go_to("/review/keys")


def _page(request: Request, *, wanted: dict[str, str] | None, wrong: str | None) -> Response:
    kept = bound(request)
    data = {"actions": dict(ACTIONS), "defaults": dict(DEFAULTS), "chosen": wanted or kept, "wrong": wrong}
    is_off = kept.get(SWITCH) == OFF
    return desk_answer(request, "desk/keys.html", data, status=422 if wrong else 200, is_off=is_off)
