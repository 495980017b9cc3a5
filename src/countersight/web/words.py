"""The model's fixed words as the interface shows them in English; translations are looked up by these."""


def _(word: str) -> str:
    """Mark a string for translation."""
    return word


WORDS = {
    "supply": _("supply"),
    "deployment": _("deployment"),
    "procurement": _("procurement"),
    "training": _("training"),
    "agreement": _("agreement"),
    "demonstration": _("demonstration"),
    "attendance": _("attendance"),
    "sanction": _("sanction"),
    "assessment": _("assessment"),
    "demand": _("demand"),
    "reported": _("reported"),
    "claimed": _("claimed by a party"),
    "alleged": _("alleged"),
    "planned": _("planned"),
    "completed": _("completed"),
    "denied": _("denied"),
    "cancelled": _("canceled"),
    "accepted": _("accepted"),
    "rejected": _("rejected"),
    "unsure": _("left open"),
    "unreviewed": _("not reviewed"),
    "disputed": _("disputed"),
    "several origins": _("several origins"),
    "one origin": _("one origin"),
    "contested": _("contested"),
    "denied only": _("denied only"),
    "high": _("high"),
    "moderate": _("moderate"),
    "low": _("low"),
    "very_low": _("very low"),
    "supplier": _("supplier"),
    "recipient": _("recipient"),
    "technology": _("technology"),
    "quantity": _("quantity"),
    "when": _("time"),
    "place": _("place"),
    "speaker": _("speaker"),
    "status": _("status"),
    "reader": _("reader"),
    "reviewer": _("reviewer"),
    "editor": _("editor"),
    "admin": _("admin"),
}
"""By the value of the enumeration or the name of the slot."""
