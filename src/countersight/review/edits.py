"""Claims that people make: in place of what the machine read, or beside it where the machine missed one."""

from datetime import datetime
from typing import NamedTuple

from countersight.errors import BadDecision
from countersight.model.claim import Claim
from countersight.model.decision import Decision, Verdict
from countersight.model.docket import Docket
from countersight.model.text import DocumentText
from countersight.review.decisions import Wanted, append_decision, check_wanted
from countersight.review.forms import ClaimForm
from countersight.review.writing import write_claim
from countersight.store.base import Store, View, Writer


class Written(NamedTuple):
    """A claim that a person made, and the decision by which it stands."""

    claim: Claim
    decision: Decision


def edit_claim(
    store: Store,
    claim_id: str,
    *,
    form: ClaimForm,
    reviewer: str,
    reason: str = "",
    now: datetime,
    expects: str | None = None,
    readers: int = 1,
) -> Written:
    """Put a claim that a reviewer describes in place of another.

    The claim that was edited stays frozen beside it and counts for nothing from then on; the one in its place counts as
    accepted by who edited. Undoing the decision brings it back and withdraws the other one, unless something else rests
    on that. The same edit, sent again while it stands, changes nothing.

    Args:
        store: where the claim is.
        claim_id: full id of the claim that is edited, the machine's or a person's.
        form: the claim as it should be; `describe_claim` gives it as it is.
        reviewer: the name that stands behind it.
        reason: in the reviewer's words; may be empty, as the edit shows what was wrong.
        now: when it was decided, with a time zone.
        expects: as `record_decision`.
        readers: as `record_decision`.

    Raises:
        UnsoundClaim: the form describes nothing that can stand; every slot at fault is named.
        BadDecision: nobody is named, nothing is changed, or the edit leads back to what was edited.
        DecisionConflict: somebody decided on the claim in between.
        NotFound: there is no such claim.
    """
    with store.writer() as writer, store.view() as view:
        edited = view.claim(claim_id)
        text = view.text(edited.evidence[0].text_id)
        made = write_claim(form, text, edited)
        _refuse_withdrawn_word(view, made, text)
        if made.id == edited.id:
            raise BadDecision("nothing is changed: accept the claim if it is right as it is")
        wanted = check_wanted(Wanted(edited.id, Verdict.EDIT, reviewer, reason, now, made.id))
        if _is_edited(view, made, readers):
            raise BadDecision("the claim was read so before it was edited: take that edit back instead")
        return _keep(writer, view, made, text, wanted, expects, readers)


def add_claim(
    store: Store,
    text_id: str,
    *,
    form: ClaimForm,
    reviewer: str,
    reason: str = "",
    now: datetime,
    readers: int = 1,
) -> Written:
    """Add a claim that the machine missed, accepted by who adds it.

    No newer extractor retires it. Undoing the decision withdraws it, unless something else rests on it. If a claim like
    it in every slot is there already, that one is accepted.

    Args:
        store: where the document is.
        text_id: full id of the document text that the form's places refer to.
        form: the claim.
        reviewer: the name that stands behind it.
        reason: in the reviewer's words; may be empty.
        now: when it was decided, with a time zone.
        readers: as `record_decision`.

    Raises:
        UnsoundClaim: the form describes nothing that can stand; every slot at fault is named.
        BadDecision: nobody is named, the claim was there and was edited, or the document or its source is withdrawn.
        NotFound: there is no such text.
    """
    with store.writer() as writer, store.view() as view:
        text = view.text(text_id)
        if view.withheld([text.document_id]):
            raise BadDecision(
                f"document {text.document_id[:12]}… is withdrawn, or its source is: no claim is taken from it"
            )
        made = write_claim(form, text)
        _refuse_withdrawn_word(view, made, text)
        if _is_edited(view, made, readers):
            raise BadDecision(f"the machine had read it so, and it was edited since: see {made.id}")
        wanted = check_wanted(Wanted(made.id, Verdict.ACCEPT, reviewer, reason, now))
        return _keep(writer, view, made, text, wanted, None, readers)


def _refuse_withdrawn_word(view: View, made: Claim, text: DocumentText) -> None:
    if (notice := view.withdrawals().of_claim(made, text)) is not None:
        raise BadDecision(f"no claim is taken on the word of {notice.name!r}, which is withdrawn")


def _keep(
    writer: Writer, view: View, made: Claim, text: DocumentText, wanted: Wanted, expects: str | None, readers: int
) -> Written:
    writer.add_claims([made], text)
    return Written(made, append_decision(writer, view, wanted, expects=expects, readers=readers))


def _is_edited(view: View, made: Claim, readers: int) -> bool:
    docket = Docket(view.decisions(subject_id=made.id))
    return docket.settlement(made.id, readers).verdict is Verdict.EDIT
