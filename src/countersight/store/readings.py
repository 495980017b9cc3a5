"""The readings of a document, in the order in which they were made."""

from countersight.model.custody import Act
from countersight.model.text import DocumentText
from countersight.store.base import View


def newest_first(view: View, document_id: str) -> list[DocumentText]:
    """Return the readings of a document in the order of its log of custody, the last one first.

    What was read before there was a log comes after all others.
    """
    read = [event.told("text") for event in view.custody(document_id) if event.act is Act.READ]
    order = {text_id: number for number, text_id in enumerate(read)}
    return sorted(view.texts(document_id=document_id), key=lambda text: (order.get(text.id, -1), text.id), reverse=True)
