"""Texts in, claims out, by way of a model's server: passages are asked about side by side, results come in order."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from countersight.errors import CountersightError, InvariantError, UnusableAnswer
from countersight.extract.base import Drop, Extraction
from countersight.extract.grounding import Passage
from countersight.extract.llm.answers import Answer, read_answers
from countersight.extract.llm.cache import AnswerCache
from countersight.extract.llm.grounding import Grounding
from countersight.extract.llm.options import LlmOptions
from countersight.extract.llm.passages import choose_passages
from countersight.extract.llm.prompt import build_messages, prompt_digest
from countersight.model.claim import Claim
from countersight.model.failure import Stage, make_failure
from countersight.model.text import DocumentText
from countersight.values.digests import sha256_hex
from countersight.values.technology import LANGUAGES

if TYPE_CHECKING:
    from countersight.extract.llm.endpoint import Endpoint

READ_WHOLE = frozenset(
    "bg cs da fa fi he hi hr hu id it ja ko nl no pl ro sk sr sv sw th tr uk ur vi".split()  # noqa: SIM905
)
"""Languages without a dictionary, whose texts go to the model from end to end."""
TRIES = 2
"""Times that a passage is asked about when the answer cannot be read."""


@dataclass(slots=True)
class _Found:
    """What came of one passage, or of the parts of one."""

    claims: list[Claim] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)


class LlmExtractor:
    """Finds claims with a model behind an OpenAI-compatible endpoint, each quote of which has to stand in the text.

    One object is one run: it has one budget, and remembers what its server can. A text that could not be asked about,
    because the budget is spent or the server fails, gives an extraction with its failure, and the next text is tried.
    """

    name = "llm"
    version = "1"
    languages = frozenset(LANGUAGES) | READ_WHOLE

    def __init__(self, options: LlmOptions | None = None, *, pause: Callable[[float], None] = time.sleep) -> None:
        """Args: options: none is as good as no endpoint. pause: how to wait between tries.

        Raises:
            ModelUnavailable: the options name no endpoint and model.
        """
        self.options = options or LlmOptions()
        self.options.url()
        model = "".join(char if char.isprintable() and not char.isspace() else "-" for char in self.options.model)
        self.version = f"1/{model}/{prompt_digest()}"
        self._pause = pause
        self._cache = AnswerCache(self.options.cache)
        self._lock = threading.Lock()
        self._endpoint: Endpoint | None = None

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """Yield one extraction for each text, in order."""
        waiting: deque[tuple[DocumentText, list[Future[_Found]]]] = deque()
        ahead = 0
        pool = ThreadPoolExecutor(self.options.concurrency, thread_name_prefix="llm")
        try:
            for text in texts:
                waiting.append((text, [pool.submit(self._look, text, passage) for passage in choose_passages(text)]))
                ahead += len(waiting[-1][1])
                while waiting and (ahead > 2 * self.options.concurrency or not waiting[0][1]):
                    ahead -= len(waiting[0][1])
                    yield _gather(*waiting.popleft())
            while waiting:
                yield _gather(*waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)
            if self._endpoint is not None:
                self._endpoint.close()

    def _connect(self) -> "Endpoint":
        # Imported only now: most commands never ask a model, and the client takes a while to load.
        from countersight.extract.llm.endpoint import Endpoint

        with self._lock:
            if self._endpoint is None:
                self._endpoint = Endpoint(self.options, pause=self._pause)
            return self._endpoint

    def _look(self, text: DocumentText, passage: Passage) -> _Found:
        answers, malformed = self._answers(text.text[passage.start : passage.end])
        if answers is None:
            halves = passage.halves()
            if halves is None:
                raise UnusableAnswer("it was cut off for its length")
            parts = [self._look(text, half) for half in halves]
            return _Found([c for part in parts for c in part.claims], [d for part in parts for d in part.drops])
        grounding = Grounding(text, passage, f"{self.name}@{self.version}")
        claims = grounding.ground(answers)
        drops = [Drop(reason="not of the form asked for", quote="")] * malformed
        return _Found(claims, [*grounding.drops, *drops])

    def _answers(self, words: str) -> tuple[list[Answer] | None, int]:
        """Return the answers about a passage, and how many were malformed; `None` if they were cut off."""
        key = sha256_hex("\0".join((self.options.model, prompt_digest(), words)).encode("utf-8", "surrogatepass"))
        kept = self._cache.get(key)
        if kept is not None:
            try:
                return read_answers(kept)
            except UnusableAnswer:
                pass  # damaged on the disk: asked anew
        for tried in range(1, TRIES + 1):
            reply = self._connect().ask(build_messages(words))
            try:
                read = read_answers(reply.content)
            except UnusableAnswer:
                if reply.is_cut:
                    return None, 0
                if tried == TRIES:
                    raise
            else:
                self._cache.put(key, reply.content)
                return read
        raise AssertionError("the loop returns or raises")


def _gather(text: DocumentText, futures: list[Future[_Found]]) -> Extraction:
    """Wait for all passages of a text. One that failed fails the text: half of its claims would look like all."""
    claims: dict[str, Claim] = {}
    drops: list[Drop] = []
    error: CountersightError | None = None
    for future in futures:
        try:
            found = future.result()
        except InvariantError:
            raise
        except CountersightError as failed:
            error = error or failed
            continue
        claims |= {claim.id: claim for claim in found.claims}
        drops += found.drops
    if error is not None:
        return Extraction(
            text_id=text.id, claims=(), candidates=len(futures), failure=make_failure(Stage.EXTRACT, text.id, error)
        )
    ordered = tuple(sorted(claims.values(), key=lambda claim: (claim.evidence[0].start, claim.id)))
    return Extraction(text_id=text.id, claims=ordered, drops=tuple(drops), candidates=len(futures))
