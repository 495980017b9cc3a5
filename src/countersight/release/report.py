"""The report: one page that holds everything a reader needs, and asks nothing of any other place."""

import hashlib
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from countersight.drawing import drawing_css
from countersight.model.claim import Kind
from countersight.model.text import DocumentText
from countersight.release.addresses import is_link, public_address, public_detail
from countersight.release.dataset import Dataset, PublishedClaim, PublishedDocument, PublishedFinding, PublishedNotice
from countersight.release.excerpts import SLOTS, Passage, cut_passages
from countersight.release.flow import count_flow, count_recipients, draw_pairs, draw_recipients
from countersight.release.names import party_name, party_territories, technology_name
from countersight.release.resources import resources_of
from countersight.release.summary import count_dataset
from countersight.release.wording import Support, finding_support, inferred_slots, party_titles, tell_time
from countersight.values.territories import territory_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that the page shows of each; beyond it, it says so and names the file that has all."""

    findings: int = 2_000
    claims: int = 20
    """Of each finding."""
    documents: int = 2_000
    failures: int = 500
    pairs: int = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClaim:
    """A claim with its words in context."""

    published: PublishedClaim
    passages: list[Passage]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding with all that it opens to."""

    finding: PublishedFinding
    support: Support
    claims: list[ShownClaim]
    """The surest first."""
    notices: list[PublishedNotice]
    """What was made known of it, in order."""


def render_report(
    dataset: Dataset,
    *,
    texts: Callable[[str], DocumentText],
    claims_sha256: str,
    data_license: str,
    homepage: str | None,
    limits: Limits = Limits(),
) -> str:
    """Return the page as HTML.

    `texts` gives a document text by id. Whatever came out of a document is escaped; the policy in the head of the page
    lets a browser run and load nothing but the one style and the one script that are part of it.
    """
    environment = _environment()
    style, script = drawing_css() + _asset("report.css"), _asset("report.js")
    ranked = dataset.ranked_findings()
    claims_of = Counter(published.document.id for published in dataset.claims)
    flow, recipients = count_flow(dataset.findings), count_recipients(dataset.findings)
    return environment.get_template(
        "report.html"
    ).render(
        dataset=dataset,
        counts=count_dataset(dataset),
        style=Markup(style),  # noqa: S704  our own file
        script=Markup(script),  # noqa: S704  our own file
        policy=_policy(style, script),
        findings=_shown(dataset, ranked[: limits.findings], texts, limits.claims),
        findings_total=len(ranked),
        supports=Counter(finding_support(finding) for finding in ranked),
        flow=flow,
        pairs=flow.pairs[: limits.pairs],
        drawing=draw_pairs(flow.pairs) if flow.pairs else None,
        map=draw_recipients(recipients) if recipients else None,
        documents=_ranked_documents(dataset.documents, claims_of)[: limits.documents],
        claims_of=claims_of,
        by_id={document.id: document for document in dataset.documents},
        failures=dataset.failures[: limits.failures],
        failing=Counter(failure.stage for failure in dataset.failures),
        unread=Counter(document.state for document in dataset.unread()),
        ungrouped=sum(published.finding_id is None for published in dataset.claims),
        resources=[resource for resource in resources_of(dataset) if resource.path != "index.html"],
        claims_sha256=claims_sha256,
        data_license=data_license,
        homepage=homepage,
    )


def _shown(
    dataset: Dataset, findings: list[PublishedFinding], texts: Callable[[str], DocumentText], most: int
) -> list[ShownFinding]:
    claims: dict[str | None, list[PublishedClaim]] = defaultdict(list)
    for published in dataset.claims:
        claims[published.finding_id].append(published)
    notices: dict[str, list[PublishedNotice]] = defaultdict(list)
    for notice in dataset.notices:
        for finding_id in notice.finding_ids:
            notices[finding_id].append(notice)
    read = lru_cache(maxsize=64)(texts)
    return [
        ShownFinding(
            finding=finding,
            support=finding_support(finding),
            claims=[
                ShownClaim(published=one, passages=cut_passages(one.claim, read(one.claim.evidence[0].text_id)))
                for one in sorted(claims[finding.id], key=lambda one: (-one.claim.confidence, one.claim.id))[:most]
            ],
            notices=notices[finding.id],
        )
        for finding in findings
    ]


def _ranked_documents(documents: tuple[PublishedDocument, ...], claims_of: Counter[str]) -> list[PublishedDocument]:
    """Order documents: those with most claims first, then by title, those without one last."""
    return sorted(documents, key=lambda one: (-claims_of[one.id], not one.title, (one.title or "").casefold(), one.id))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("countersight.release"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "SLOTS": SLOTS,
        "Support": Support,
        "host": _host,
        "inferred_slots": inferred_slots,
        "is_link": is_link,
        "party_name": party_name,
        "party_territories": party_territories,
        "party_titles": party_titles,
        "public_address": public_address,
        "public_detail": public_detail,
        "technology_name": technology_name,
        "tell_time": tell_time,
        "territory_name": territory_name,
        "kinds": list(Kind),
    }
    environment.filters["number"] = "{:,}".format
    return environment


def _host(address: str) -> str:
    """Return the name of the place that a link leads to."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def _asset(name: str) -> str:
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Say what the page may do: use this style and this script, show drawings within itself, and nothing else.

    Content Security Policy Level 3, in a `meta` element, which knows neither `frame-ancestors` nor `sandbox`.
    """
    return (
        f"default-src 'none'; style-src '{_source_hash(style)}'; script-src '{_source_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _source_hash(content: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
