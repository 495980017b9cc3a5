"""The keys of the desk: what each does unless a person chose otherwise, and which cannot be had."""

from collections.abc import Mapping
from types import MappingProxyType

from countersight.errors import BadPreference


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


ACTIONS: Mapping[str, str] = MappingProxyType({
    "accept": _("Accept"),
    "edit": _("Edit: choose the words of each slot"),
    "reject": _("Reject, then 1 to 7 for the reason"),
    "unsure": _("Unsure"),
    "undo": _("Undo the last decision"),
    "next": _("Next, or skip"),
    "previous": _("Previous"),
    "add": _("Add a claim that the machine missed"),
    "words": _("Go to the words in the text"),
    "card": _("Go to the claim"),
    "finding": _("Go to its finding"),
    "queue": _("Back to the queue"),
    "sheet": _("Show these keys"),
})  # fmt: skip
"""What a key can do, in the order of the sheet, in English."""
DEFAULTS: Mapping[str, str] = MappingProxyType({
    "accept": "a", "edit": "e", "reject": "r", "unsure": "u", "undo": "z", "next": "n", "previous": "p", "add": "c",
    "words": "t", "card": "h", "finding": "f", "queue": "q", "sheet": "?",
})  # fmt: skip
SWITCH = "single_keys"
"""The preference that switches all single-character keys off (WCAG 2.2, 2.1.4); kept as a binding of its own."""
OFF = "off"
TAKEN = frozenset("/0123456789 ")
"""The search field's key, the keys of slots and reasons, and the space bar, which scrolls and presses buttons."""


def keys_of(bound: Mapping[str, str]) -> dict[str, str]:
    """Return the key of each action for a person who bound these; no key at all where they are switched off."""
    if bound.get(SWITCH) == OFF:
        return dict.fromkeys(ACTIONS, "")
    return {action: bound.get(action, DEFAULTS[action]) for action in ACTIONS}


def check_bindings(wanted: Mapping[str, str]) -> dict[str, str]:
    """Return what differs from the defaults, to be kept.

    Raises:
        BadPreference: a key is more than one character, belongs to something else, or is given twice.
    """
    seen: dict[str, str] = {}
    for action in ACTIONS:
        key = wanted.get(action, DEFAULTS[action]).strip().lower()
        if not key:
            continue
        if len(key) != 1 or not key.isprintable() or key in TAKEN:
            raise BadPreference(f"“{key}” cannot be a key of the desk: one letter or mark, and none of {_shown(TAKEN)}")
        if key in seen:
            raise BadPreference(f"“{key}” cannot do two things: {ACTIONS[seen[key]]}; {ACTIONS[action]}")
        seen[key] = action
    given = {action: wanted.get(action, DEFAULTS[action]).strip().lower() for action in ACTIONS}
    return {action: key for action, key in given.items() if key != DEFAULTS[action]}


def _shown(keys: frozenset[str]) -> str:
    return " ".join(sorted(key.strip() or "space" for key in keys))
