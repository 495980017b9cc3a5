"""What one run may spend on a model, kept to across threads."""

import threading

from countersight.errors import BudgetExhausted


class Budget:
    """Counts requests and tokens; what may be needed is set aside before a request and settled after it."""

    def __init__(self, *, max_requests: int, max_tokens: int) -> None:
        self._max_requests = max_requests
        self._max_tokens = max_tokens
        self._lock = threading.Lock()
        self.requests = 0
        self.tokens = 0
        self._aside = 0

    def take(self, tokens: int) -> None:
        """Count one request, and set aside the `tokens` that it may need.

        Raises:
            BudgetExhausted: nothing is left for it.
        """
        with self._lock:
            if self.requests >= self._max_requests:
                raise BudgetExhausted(f"{self._max_requests:,} requests")
            if self.tokens + self._aside + tokens > self._max_tokens:
                raise BudgetExhausted(f"{self._max_tokens:,} tokens")
            self.requests += 1
            self._aside += tokens

    def settle(self, aside: int, used: int) -> None:
        """Give back what was set `aside` and count what was `used`."""
        with self._lock:
            self._aside -= aside
            self.tokens += used
