"""What every page of the desk is shown with: the person's keys, the words of its script, the state of the findings."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from countersight.model.decision import Verdict
from countersight.web.desk.keys import ACTIONS
from countersight.web.desk.preferences import person_keys
from countersight.web.desk.queueing import Ask, Person
from countersight.web.desk.refreshing import freshness
from countersight.web.language import asked_language
from countersight.web.rendering import answer
from countersight.web.visitor import Role, hidden, visitor
from countersight.web.workspace import workspace


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


SAID: Mapping[str, str] = {
    Verdict.ACCEPT.value: _("Accepted"),
    Verdict.EDIT.value: _("Edited"),
    Verdict.REJECT.value: _("Rejected"),
    Verdict.UNSURE.value: _("Left open"),
    Verdict.UNDO.value: _("Taken back"),
}
"""What a decision did, as its line begins."""

SLOT_TITLES: Mapping[str, str] = {
    "supplier": _("supplier"),
    "supplier-territory": _("supplier’s territory"),
    "recipient": _("recipient"),
    "recipient-territory": _("recipient’s territory"),
    "technology": _("technology"),
    "quantity": _("quantity"),
    "when": _("time"),
    "place": _("place"),
    "speaker": _("speaker"),
    "status": _("status"),
    "evidence": _("words that carry it"),
}

SCRIPT_WORDS: Mapping[str, str] = {
    "saved": _("All saved"),
    "saving": _("Saving …"),
    "unsent": _("Not sent yet: {count}"),
    "signedOut": _("Signed out: sign in in another tab, then send again ({count} kept here)"),
    "refused": _("Refused: {detail}"),
    "offline": _("No connection. Your work is kept here and sent when it is back."),
    "sent": _("Sent"),
    "draft": _("Your unfinished edit was put back."),
    "chosen": _("{slot}: {words}"),
    "choose": _("Select the words of: {slot}"),
    "nowhere": _("Choose a slot first, with its number or button."),
    "outside": _("Select words of one document text."),
    "end": _("Nothing more is kept here. The rest of the queue needs the connection."),
    "leave": _("Some work has not been sent yet."),
    "done": _("{said}: {title}"),
    "undone": _("Taken back: {title}"),
    "keep": _("Keep"),
    "drop": _("Drop"),
    "compare": _("Compare"),
    "accept": _("Accepted"),
    "edit": _("Edited"),
    "reject": _("Rejected"),
    "unsure": _("Left open"),
    "undo": _("Taken back"),
    "undoVerb": _("Undo"),
    "good": _("Every slot has its words."),
}
"""What the desk's script says, so that it is translated with the rest."""


def desk_answer(
    request: Request, template: str, data: Mapping[str, Any], *, status: int = 200, ask: Ask | None = None, **shown: Any
) -> Response:
    """Answer with a page of the desk, or with `data` alone as JSON."""
    say = speaker(request)
    params = (ask or Ask()).to_text()
    return answer(
        request,
        template,
        data,
        status=status,
        keys=person_keys(request),
        key_actions=ACTIONS.items,
        script_words=lambda: {name: say(words) for name, words in SCRIPT_WORDS.items()},
        said=lambda verdict: say(SAID[str(verdict)]),
        slot_title=lambda slot: say(SLOT_TITLES[slot]),
        freshness=freshness(request),
        queue_params=params,
        queue_url=lambda path: f"{path}?{params}" if params else path,
        **shown,
    )


@cache
def _speaker(code: str) -> Any:
    from countersight.web.language import language

    return language(code).translations.gettext


def speaker(request: Request) -> Any:
    """Return what puts English words into the language of the request."""
    return _speaker(asked_language(request).code)


def asking(request: Request) -> Person:
    """Say who makes a request, as far as queues and blindness go."""
    person = visitor(request)
    return Person(
        name=person.name,
        is_editor=person.may(Role.EDITOR),
        readers=workspace(request).project.readers,
        hidden=hidden(request),
    )
