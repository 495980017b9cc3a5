"""Secrets of second factors on their way into people's apps: kept in memory until a code of them is typed."""

from collections import OrderedDict
from threading import Lock

from countersight.accounts.second_factor import Enrollment, enrollment_of, new_enrollment

AT_MOST = 1_000


class Enrollments:
    """By session, so that nobody can have another's; with one more, the oldest is forgotten."""

    def __init__(self) -> None:
        self._secrets: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def begin(self, session: str, name: str) -> Enrollment:
        """Make a fresh secret for a session, by its digest."""
        made = new_enrollment(name)
        with self._lock:
            self._secrets[session] = made.secret
            while len(self._secrets) > AT_MOST:
                self._secrets.popitem(last=False)
        return made

    def find(self, session: str, name: str) -> Enrollment | None:
        """Return the one that was begun."""
        with self._lock:
            secret = self._secrets.get(session)
        return None if secret is None else enrollment_of(secret, name)

    def end(self, session: str) -> None:
        """Forget it, once it counts."""
        with self._lock:
            self._secrets.pop(session, None)
