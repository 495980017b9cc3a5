"""Every operation of the API, once: the routes and the OpenAPI description are both made of this table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from countersight.catalog import (
    ClaimRow,
    DocumentRow,
    FacetCount,
    FindingRow,
    PartyRecord,
    PartyRow,
    SourceRow,
    TechnologyRow,
    TerritoryRow,
    Totals,
)
from countersight.model.claim import Claim
from countersight.model.finding import Finding
from countersight.review import Agreement
from countersight.web.api import bodies, deciding, editing, judging, queue, reading
from countersight.web.visitor import Role

BASE = "/api/v1"
Handler = Callable[..., Response]
"""Answers a request; where something is sent, it is given what was read of it as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    """One page of findings."""

    total: int
    rows: list[FindingRow]
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """One page of claims."""

    total: int
    rows: list[ClaimRow]
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """One page of documents."""

    total: int
    rows: list[DocumentRow]
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAnswer:
    """A finding: as listed, its claims, and the whole record with grade, rivals, links and origins."""

    finding: FindingRow
    claims: list[ClaimRow]
    record: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswer:
    """A claim: as listed, and the whole record with every slot's place in the text."""

    claim: ClaimRow
    record: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAnswer:
    """A document and each act of capturing it."""

    document: DocumentRow
    captures: list[reading.CaptureRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class Territories:
    """All territories."""

    rows: list[TerritoryRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Named parties."""

    rows: list[PartyRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Technologies:
    """Labels of the taxonomy."""

    rows: list[TechnologyRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Publishers."""

    rows: list[SourceRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, in words."""

    status: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address."""

    path: str
    """Under `/api/v1`, with its parameters in braces."""
    name: str
    handler: Handler
    summary: str
    answer: Any
    """Type of the body of a good answer; none for plain text."""
    method: str = "GET"
    parameters: tuple[str, ...] = ()
    """Names of query parameters, described in `parameters.PARAMETERS`."""
    body: Any = None
    """Type of what is sent."""
    role: Role = Role.READER
    status: int = 200
    """Of a good answer."""
    problems: tuple[int, ...] = (404,)
    """Statuses of the errors that it is expected to answer with, besides those that every operation may."""


MOMENT = ("published_by", "as_of")
FILTERS = (
    "q", "kind", "status", "territory", "party", "technology", "source", "language", "year", "review", "origins",
    "document",
)  # fmt: skip
LISTED = (*FILTERS, "order", "after", "limit", *MOMENT)

QUEUE = ("kind", "territory", "technology", "language", "source", "order/queue", "after", "limit")

READING: tuple[Operation, ...] = (
    Operation(path="/totals", name="totals", handler=reading.totals, summary="Count everything",
              answer=Totals, parameters=MOMENT, problems=()),
    Operation(path="/findings", name="findings", handler=reading.list_rows, summary="List findings",
              answer=FindingPage, parameters=LISTED, problems=()),
    Operation(path="/claims", name="claims", handler=reading.list_rows, summary="List claims",
              answer=ClaimPage, parameters=LISTED, problems=()),
    Operation(path="/documents", name="documents", handler=reading.list_rows, summary="List documents",
              answer=DocumentPage, parameters=LISTED, problems=()),
    Operation(path="/facets/{list}", name="facets", handler=reading.count_facets, summary="Count each filter's values",
              answer=dict[str, list[FacetCount]], parameters=(*FILTERS, *MOMENT)),
    Operation(path="/findings/{id}", name="finding", handler=reading.one_finding, summary="Read a finding",
              answer=FindingAnswer, parameters=MOMENT),
    Operation(path="/claims/{id}", name="claim", handler=reading.one_claim, summary="Read a claim",
              answer=ClaimAnswer, parameters=MOMENT),
    Operation(path="/documents/{id}", name="document", handler=reading.one_document, summary="Read a document’s record",
              answer=DocumentAnswer, parameters=MOMENT),
    Operation(path="/documents/{id}/text", name="text", handler=reading.document_text,
              summary="Read a document’s frozen text", answer=None, parameters=MOMENT),
    Operation(path="/territories", name="territories", handler=reading.territories, summary="List territories",
              answer=Territories, parameters=MOMENT, problems=()),
    Operation(path="/parties", name="parties", handler=reading.parties, summary="List named parties",
              answer=Parties, parameters=("role", *MOMENT), problems=()),
    Operation(path="/parties/{id}", name="party", handler=reading.one_party, summary="Read what is known of a party",
              answer=PartyRecord, parameters=MOMENT),
    Operation(path="/technologies", name="technologies", handler=reading.technologies, summary="List technologies",
              answer=Technologies, parameters=MOMENT, problems=()),
    Operation(path="/sources", name="sources", handler=reading.sources, summary="List publishers",
              answer=Sources, parameters=MOMENT, problems=()),
)  # fmt: skip

ON_CLAIMS_AND_FINDINGS: tuple[Operation, ...] = tuple(
    operation
    for what, path in (("claim", "/claims/{id}/decisions"), ("finding", "/findings/{id}/decisions"))
    for operation in (
        Operation(path=path, name=f"{what}-decisions", handler=deciding.show_decisions, role=Role.REVIEWER,
                  summary=f"Read what was decided on a {what}", answer=deciding.Decided),
        Operation(path=path, name=f"decide-{what}", handler=deciding.decide, method="POST", role=Role.REVIEWER,
                  summary=f"Decide on a {what}", answer=deciding.DecisionAnswer, body=bodies.DecisionBody,
                  problems=(404, 409, 412)),
    )
)  # fmt: skip

REVIEWING: tuple[Operation, ...] = (
    Operation(path="/review/queue", name="queue", handler=queue.show_queue, role=Role.REVIEWER,
              summary="List the claims that wait for you", answer=queue.QueuePage, parameters=QUEUE, problems=()),
    Operation(path="/review/agreement", name="agreement", handler=queue.show_agreement, role=Role.EDITOR,
              summary="Measure how far reviewers agree", answer=Agreement, problems=()),
    *ON_CLAIMS_AND_FINDINGS,
    Operation(path="/claims/{id}/edits", name="edit-claim", handler=editing.edit, method="POST", role=Role.REVIEWER,
              summary="Put a claim in place of another", answer=editing.WrittenAnswer, body=bodies.EditBody,
              status=201, problems=(404, 409, 412)),
    Operation(path="/documents/{id}/claims", name="add-claim", handler=editing.add, method="POST", role=Role.REVIEWER,
              summary="Add a claim that the machine missed", answer=editing.WrittenAnswer, body=bodies.AddedBody,
              status=201),
    Operation(path="/findings/merge", name="merge-findings", handler=judging.merge, method="POST", role=Role.EDITOR,
              summary="Judge that findings tell of one deal", answer=judging.Judgements, body=bodies.MergeBody,
              problems=(404, 409)),
    Operation(path="/findings/{id}/split", name="split-finding", handler=judging.split, method="POST",
              role=Role.EDITOR, summary="Judge that the claims of a finding tell of several deals",
              answer=judging.Judgements, body=bodies.SplitBody, problems=(404, 409)),
    Operation(path="/findings/groupings/undo", name="undo-grouping", handler=judging.undo, method="POST",
              role=Role.EDITOR, summary="Take back a merge or split", answer=judging.Judgements,
              body=bodies.UndoGroupingBody),
    Operation(path="/judgements", name="judge", handler=judging.judge, method="POST", role=Role.EDITOR,
              summary="Judge whether two names or organizations are the same", answer=judging.Judgements,
              body=bodies.JudgementBody, problems=(404, 409)),
)  # fmt: skip

OPERATIONS = (*READING, *REVIEWING)
