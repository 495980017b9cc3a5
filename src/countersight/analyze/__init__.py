"""Release -> figures with uncertainty: how many transfers does the evidence show, and how sure is that?"""

from countersight.analyze.exposure import analyze_exposure
from countersight.analyze.figure import Figure

__all__ = ["Figure", "analyze_exposure"]
