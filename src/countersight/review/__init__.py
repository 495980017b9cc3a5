"""Claim, Finding -> Decision: what does a named reviewer accept, reject or leave open, and why?"""

from countersight.review.decisions import record_decision, standing_verdicts
from countersight.review.queue import order_queue

__all__ = ["order_queue", "record_decision", "standing_verdicts"]
