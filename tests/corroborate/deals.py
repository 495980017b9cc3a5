"""Made-up assertions to group, rank and link."""

from dataclasses import replace
from datetime import date

from countersight.corroborate.assertions import Assertion, Figure
from countersight.model.claim import Kind, Status
from countersight.model.finding import FindingParty

POLICE = FindingParty(key="strelsau police", name="Strelsau Police", entity_id=None, territories=("xx",))
BOHEMIA = FindingParty(key="yy", name=None, entity_id=None, territories=("yy",))
MANY = FindingParty(key="xx,yy,zz", name=None, entity_id=None, territories=("xx", "yy", "zz"))
GLIMMER = FindingParty(key="cs-glimmer", name="Glimmer Optics", entity_id="cs-glimmer", territories=())
SHIMMER = FindingParty(key="cs-shimmer", name="Shimmer Labs", entity_id="cs-shimmer", territories=())
SOLD = frozenset({"sold", "camera", "police"})
RURITANIA = FindingParty(key="xx", name=None, entity_id=None, territories=("xx",))


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


def exactly(value: float, unit: str = "cameras") -> Figure:
    return Figure(low=value, high=value, unit=frozenset(unit.split()), words=f"{value:g} {unit}")


def told(name: str, **slots: object) -> Assertion:
    plain = Assertion(
        claim_id=f"clm-{name}", document_id=f"doc-{name}", text_id=f"txt-{name}", kind=Kind.SUPPLY,
        status=Status.REPORTED, supplier=GLIMMER, recipient=RURITANIA, technology=frozenset({"video_surveillance"}),
        days=None, figure=None, place=frozenset(), speaker=None, words=f"words of {name}", tokens=SOLD, content=SOLD,
        around=SOLD, span=(0, 40),
    )  # fmt: skip
    made = replace(plain, **slots)
    vendors = frozenset({made.supplier.key} if made.supplier else ())
    return replace(made, **{"near": made.territories, "vendors": vendors, **slots})
