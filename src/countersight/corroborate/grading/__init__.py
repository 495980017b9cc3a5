"""How far a finding can be relied on: the source's letter, the finding's number, a probability, and the reasons."""

from countersight.corroborate.grading.assessing import meet_sources, record_assessment
from countersight.corroborate.grading.grader import Grader
from countersight.corroborate.grading.register import MetSource, list_sources
from countersight.corroborate.grading.testimonies import Testimony, testify

__all__ = ["Grader", "MetSource", "Testimony", "list_sources", "meet_sources", "record_assessment", "testify"]
