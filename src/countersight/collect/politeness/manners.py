"""How a guest behaves where the host says nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a guest behaves where the host says nothing."""

    delay_s: float = 1.0
    """Seconds from the end of one request to a host to the next; a host's own wish counts where it is longer."""
    longest_wait_s: float = 30.0
    """What is not to be had within so many seconds is left for another run."""
    tries: int = 2
    """Requests for one address in one run, where the host can be asked again within `longest_wait_s`."""
    first_rest_s: float = 60.0
    """How long a host is left alone that failed and did not say for how long; doubled with each further rest."""
    longest_rest_s: float = 86_400.0
    """Whatever was asked for, a host is tried again after so many seconds."""
    longest_rest_unanswered_s: float = 3_600.0
    """The same where no answer came at all: it may have been our own network that was away."""
    obeys_robots: bool = True
    """False only for hosts that allowed it in so many words."""
