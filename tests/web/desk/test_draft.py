import pytest

from countersight.review import describe_claim, write_claim
from countersight.store.base import Store
from countersight.web.desk.draft import Draft, SlotField, draft_of, form_of, read_draft
from countersight.web.language import LANGUAGES, language


def sent(draft: Draft) -> dict[str, str]:
    """Return what a browser sends of a form that nobody touched."""
    given = {"kind": draft.kind, "status": draft.status}
    for one in draft.fields.values():
        given |= {f"{one.name}.words": one.words, f"{one.name}.start": one.start, f"{one.name}.rule": one.rule}
        given |= {f"{one.name}.{key}": value for key, value in one.values.items()}
    return given


@pytest.mark.parametrize("code", LANGUAGES)
def test_untouched_form_is_the_same_claim(code: str, read_store: Store) -> None:
    """Whatever the language that its territories are named in."""
    with read_store.view() as view:
        for claim in view.claims():
            text = view.text(claim.evidence[0].text_id)
            form, problems = form_of(read_draft(sent(draft_of(claim, language(code)))), text, claim)
            assert problems == []
            assert form == describe_claim(claim)
            assert write_claim(form, text, claim).id == claim.id


@pytest.fixture
def first(read_store: Store):
    with read_store.view() as view:
        claim = next(one for one in view.claims() if one.supplier and one.supplier.mention)
        return claim, view.text(claim.evidence[0].text_id)


def test_territory_is_read_from_its_name(first) -> None:
    claim, text = first
    draft = draft_of(claim, language("en"))
    word = text.text.split()[0]
    draft.fields["recipient-territory-9"] = SlotField(
        name="recipient-territory-9", words=word, start="0", values={"code": "Kenya"}
    )
    form, problems = form_of(read_draft(sent(draft)), text, claim)
    assert problems == []
    assert form is not None
    assert form.recipient is not None
    assert "ke" in [one.code for one in form.recipient.territories]


def test_label_without_words_or_rule_is_refused(first) -> None:
    claim, text = first
    given = sent(draft_of(claim, language("en"))) | {
        "technology-0.words": "",
        "technology-0.rule": "",
        "technology-0.start": "",
    }
    _, problems = form_of(read_draft(given), text, claim)
    assert [name for name, _ in problems] == ["technology-0"]


def test_number_in_words_is_refused(first) -> None:
    claim, text = first
    given = sent(draft_of(claim, language("en"))) | {
        "quantity.words": text.text.split()[0],
        "quantity.start": "0",
        "quantity.value": "ten",
    }
    _, problems = form_of(read_draft(given), text, claim)
    assert ("quantity", "say the number in figures") in problems
