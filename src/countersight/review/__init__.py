"""Claim, Finding -> Decision: what does a named reviewer accept, reject or leave open, and why?"""

from countersight.review.decisions import find_subject, record_decision, standing_verdicts
from countersight.review.queue import order_findings, order_queue

__all__ = ["find_subject", "order_findings", "order_queue", "record_decision", "standing_verdicts"]
