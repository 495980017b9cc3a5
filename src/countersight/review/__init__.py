"""Claim, Finding -> Decision: what does a named reviewer accept, edit, reject or leave open, and why?"""

from countersight.review.agreement import Agreement, krippendorff_alpha, measure_agreement
from countersight.review.deals import grouping_judgements, merge_findings, split_finding, undo_grouping
from countersight.review.decisions import find_subject, record_decision, standing_verdicts
from countersight.review.edits import Written, add_claim, edit_claim
from countersight.review.forms import ClaimForm, Span, describe_claim, place_words, read_form
from countersight.review.notices import (
    attach_reply,
    correct,
    notices_on,
    restore,
    withdraw_agency,
    withdraw_document,
    withdraw_source,
    withdraw_speaker,
)
from countersight.review.queue import order_findings, order_queue
from countersight.review.queues import Desk, Filters, Order, QueueItem, Queues
from countersight.review.writing import write_claim

__all__ = [
    "Agreement",
    "ClaimForm",
    "Desk",
    "Filters",
    "Order",
    "QueueItem",
    "Queues",
    "Span",
    "Written",
    "add_claim",
    "attach_reply",
    "correct",
    "describe_claim",
    "edit_claim",
    "find_subject",
    "grouping_judgements",
    "krippendorff_alpha",
    "measure_agreement",
    "merge_findings",
    "notices_on",
    "order_findings",
    "order_queue",
    "place_words",
    "read_form",
    "record_decision",
    "restore",
    "split_finding",
    "standing_verdicts",
    "undo_grouping",
    "withdraw_agency",
    "withdraw_document",
    "withdraw_source",
    "withdraw_speaker",
    "write_claim",
]
