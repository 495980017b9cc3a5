"""How fast anybody may try: delays that grow with each failure, and buckets that fill again; in bounded memory."""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Lock

from countersight.errors import TooManyAttempts

MOST_KEYS = 50_000
"""Keys remembered at once; with one more, the one used longest ago is forgotten."""

Monotonic = Callable[[], float]
"""Seconds from any beginning, never backwards."""


class Anonymizer:
    """Turns addresses into keys that mean nothing outside this process: the key of the hash dies with it."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def network(self, address: str) -> str:
        """Return the key of the network of an address: /24 of IPv4, /56 of IPv6, which one customer may have."""
        try:
            parsed: IPv4Address | IPv6Address = ip_address(address.split("%")[0])
        except ValueError:
            return self.key("network", "unknown")
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        prefix = 24 if parsed.version == 4 else 56
        return self.key("network", str(ip_network(f"{parsed}/{prefix}", strict=False)))

    def key(self, kind: str, value: str) -> str:
        """Return the key of any value of a kind."""
        return hmac.digest(self._key, f"{kind}\0{value}".encode("utf-8", "surrogatepass"), "sha256").hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How much a bucket holds, and how fast it fills again."""

    burst: int
    """Tokens that a full bucket holds."""
    per_s: float
    """Tokens that come back each second."""


class TokenBuckets:
    """Buckets by key, each of one rate: whoever takes from an empty one is told how long to wait.

    The token bucket of RFC 2697, section 3, with one token a request.
    """

    def __init__(self, rate: Rate, *, clock: Monotonic, most_keys: int = MOST_KEYS) -> None:
        self.rate = rate
        self._clock = clock
        self._most = most_keys
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str, cost: float = 1.0) -> float:
        """Take tokens; return 0.0 if they were there, else the seconds until they will be, and take nothing."""
        now = self._clock()
        with self._lock:
            level, then = self._buckets.pop(key, (float(self.rate.burst), now))
            level = min(float(self.rate.burst), level + max(0.0, now - then) * self.rate.per_s)
            wait = 0.0 if level >= cost else (min(cost, self.rate.burst) - level) / self.rate.per_s
            self._buckets[key] = (level - cost if wait == 0.0 else level, now)
            while len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return wait

    def left(self, key: str) -> int:
        """Return how many whole tokens a key has now."""
        now = self._clock()
        with self._lock:
            level, then = self._buckets.get(key, (float(self.rate.burst), now))
        return int(min(float(self.rate.burst), level + max(0.0, now - then) * self.rate.per_s))

    def __len__(self) -> int:
        return len(self._buckets)


class GrowingDelays:
    """Delays by key that double with each failure past the first few, and end with a success."""

    def __init__(
        self,
        *,
        clock: Monotonic,
        free: int = 5,
        first_s: float = 2.0,
        longest_s: float = 300.0,
        most_keys: int = MOST_KEYS,
    ) -> None:
        """Let `free` failures cost nothing and the next one `first_s` seconds; forget after ten longest delays."""
        self.free, self.first_s, self.longest_s = free, first_s, longest_s
        self._clock = clock
        self._most = most_keys
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: str) -> float:
        """Return the seconds that a key still has to wait."""
        with self._lock:
            count, last = self._failures.get(key, (0, 0.0))
        return max(0.0, last + self._delay(count) - self._clock()) if count else 0.0

    def fail(self, key: str) -> None:
        """Note a failure."""
        now = self._clock()
        with self._lock:
            count, last = self._failures.pop(key, (0, now))
            self._failures[key] = (1 if now - last > 10 * self.longest_s else count + 1, now)
            while len(self._failures) > self._most:
                self._failures.popitem(last=False)

    def succeed(self, key: str) -> None:
        """Forget the failures of a key."""
        with self._lock:
            self._failures.pop(key, None)

    def _delay(self, count: int) -> float:
        if count <= self.free:
            return 0.0
        return min(self.longest_s, self.first_s * 2.0 ** min(count - self.free - 1, 60))


class SignInThrottle:
    """How fast one may try to sign in: by the name, whether or not anybody has it, and by the network.

    A name waits at most five minutes, so that whoever tries names of others can delay them and not lock them out; and
    288 guesses a day find no password of fifteen characters.
    """

    NETWORK = Rate(burst=30, per_s=1 / 10)
    """Thirty tries at once and one every ten seconds after: enough for a newsroom behind one address."""

    def __init__(self, *, clock: Monotonic) -> None:
        self.anonymizer = Anonymizer()
        self._names = GrowingDelays(clock=clock)
        self._networks = TokenBuckets(self.NETWORK, clock=clock)

    def admit(self, name: str, address: str) -> None:
        """Let a try pass.

        Raises:
            TooManyAttempts: with the seconds to wait.
        """
        wait = self._names.wait(self.anonymizer.key("name", name))
        if wait == 0.0:
            wait = self._networks.take(self.anonymizer.network(address))
        if wait > 0.0:
            raise TooManyAttempts(wait)

    def fail(self, name: str) -> None:
        """Note that a try with this name failed."""
        self._names.fail(self.anonymizer.key("name", name))

    def succeed(self, name: str) -> None:
        """Note that a try with this name brought somebody in."""
        self._names.succeed(self.anonymizer.key("name", name))
