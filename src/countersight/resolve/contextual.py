"""Resolves names by the rules of the reference, and where these leave it open by likeness, weighed with the context."""

from collections.abc import Sequence
from functools import lru_cache

from countersight.model.entity import JudgementValue
from countersight.resolve.base import Answer
from countersight.resolve.reference import KEPT, ReferenceResolver
from countersight.resolve.registry import Registry
from countersight.resolve.weighing import Weighed, weigh_candidates, weights_digest
from countersight.values.territories import territory_name

RULES = "2"
"""Version of the rules below and of those in `weighing`; raised with every change that can alter an answer."""

SURE = 0.95
"""Probability from which a likeness counts as the same organization: fail empty, never fail wrong."""
PERHAPS = 0.4
"""Probability from which a person should look."""
TOLD = 4
"""Features that an answer tells."""


class ContextResolver:
    """Asks the reference's rules, then a registry of any number of organizations."""

    name = "context"

    def __init__(self, registry: Registry | None = None) -> None:
        self._rules = ReferenceResolver()
        self.registry = registry
        known = registry.digest[:12] if registry is not None else "none"
        self.version = f"{RULES}.{self._rules.version}+{weights_digest()[:12]}+{known}"
        self._answer = lru_cache(maxsize=10_000)(self._judge)

    def resolve(
        self, name: str, *, territories: Sequence[str], context: str, role: str = "", companions: Sequence[str] = ()
    ) -> Answer:
        """As the protocol says."""
        return self._answer(name, tuple(territories), context, role, tuple(companions))

    def _judge(
        self, name: str, territories: tuple[str, ...], context: str, role: str, companions: tuple[str, ...]
    ) -> Answer:
        ruled = self._rules.resolve(name, territories=territories, context=context)
        decided = ruled.value in (JudgementValue.POSITIVE, JudgementValue.NEGATIVE)
        if decided or self.registry is None or (ruled.value is JudgementValue.NO_JUDGEMENT and ruled.basis != KEPT):
            return ruled
        weighed = weigh_candidates(
            self.registry, name, territories=territories, context=context, role=role, companions=companions
        )
        if not weighed or weighed[0].probability < PERHAPS:
            return ruled
        likeness = _answer(name, weighed[0])
        # What a rule left open, only a sure likeness settles: the rule knows why it is open.
        return ruled if ruled.value is JudgementValue.UNSURE and likeness.value is JudgementValue.UNSURE else likeness


def _answer(name: str, best: Weighed) -> Answer:
    is_sure = best.probability >= SURE
    where = f" ({territory_name(best.entity.territory)})" if best.entity.territory else ""
    like = f"“{name}” is like {best.entity.name}{where}"
    like += f", known as “{best.name}”" if best.name != best.entity.name else ""
    lists = f" in {', '.join(best.entity.lists)}" if best.entity.lists else ""
    return Answer(
        value=JudgementValue.POSITIVE if is_sure else JudgementValue.UNSURE,
        entity_id=best.entity.id,
        basis=f"{like}{lists}, and with what the claim tells {best.probability:.0%} likely to be meant",
        probability=round(best.probability, 3),
        features=best.features[:TOLD],
    )
