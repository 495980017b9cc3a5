"""Reasons in the language of the page: every one that stages give has a wording, and is said by its translation."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

import countersight
from countersight.model.finding import Finding
from countersight.reference import load_reference
from countersight.store.base import Store, View
from countersight.web.language import LANGUAGES, language
from countersight.web.problem_words import PROBLEMS
from countersight.web.reason_words import WORDINGS
from countersight.web.reasons import is_known, plain_reason, read_reason, say_reason

SOURCE = Path(countersight.__file__).parent / "corroborate"
FILES = (
    "summaries.py", "ranks.py", "contradictions.py", "links.py", "grading/grader.py", "grading/credibility.py",
    "grading/evidence.py", "origins/telling.py", "origins/tellers.py",
)  # fmt: skip
"""Where reasons are written."""
SPOKEN = 2
"""Words from which a string in these files is taken to be part of a reason."""
JOINS = frozenset({"and as", "words alone"})
"""What stands between names, and names themselves, see `reason_words.SHARED`."""
SHARE = 0.95
"""The least part of a project's reasons that has to have a wording."""


def reasons_of(finding: Finding) -> Iterator[str]:
    yield from finding.reasons
    yield from finding.grade.reasons if finding.grade else ()
    yield from (one.reason for one in finding.rivals)
    yield from (one.reason for one in finding.contradictions)
    yield from (one.reason for one in finding.links)
    for origin in finding.origins:
        yield from origin.basis


def rules_of(view: View) -> Iterator[str]:
    for claim in view.claims():
        for party in filter(None, (claim.supplier, claim.recipient)):
            yield from filter(None, (party.inferred, *(slot.inferred for slot in party.territories)))
        yield from filter(None, (slot.inferred for slot in claim.technology))


def is_silent(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def written_in(path: Path) -> Iterator[str]:
    """Yield the runs of words of a module's strings that may be shown: no documentation, no errors."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(inner) for node in ast.walk(tree) if is_silent(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            words = node.value.split("{")[0].strip(" :;,()")
            if len(words.split()) >= SPOKEN:
                yield words


def test_reasons_of_a_project_have_wordings(read_store: Store) -> None:
    with read_store.view() as view:
        told = [reason for finding in view.findings() for reason in reasons_of(finding)] + list(rules_of(view))
    known = [reason for reason in told if is_known(reason)]
    assert len(told) > 100
    assert len(known) >= SHARE * len(told), sorted(set(told) - set(known))


@pytest.mark.parametrize("name", FILES)
def test_what_stages_write_has_wordings(name: str) -> None:
    """A reason that a stage learns to give has to be put into the table too."""
    wordings = [form for wording in WORDINGS for form in wording]
    written = set(written_in(SOURCE / name))
    assert {words for words in written - JOINS if not any(words in form for form in wordings)} == set()
    assert written


def test_basis_of_every_class_has_wording() -> None:
    classes = load_reference("source_priors.yaml")["classes"]
    assert all(is_known(row["basis"]) for row in classes.values())


@pytest.mark.parametrize("wording", [*WORDINGS, *PROBLEMS], ids=lambda wording: wording[-1][:40])
def test_wording_is_told_from_all_others(wording: tuple[str, ...]) -> None:
    """Filled with what may stand there, each form is read back as itself."""
    filled = wording[-1] % Filling()
    told = read_reason(filled)
    assert told is not None
    assert told.wording == wording


class Filling(dict[str, str]):
    """Something that may stand in a place, by its name."""

    SAMPLES = {  # noqa: RUF012
        "digit": "3", "letter": "B", "letters": "D, F", "value": "0.59", "low": "0.30", "high": "0.93",
        "percent": "62%",
        "other_percent": "71%", "one": "2e8eebf0a1b2", "other": "cb1ab2a3e4f5", "day": "2031-05-04", "codes": "ke, ug",
        "labels": "spyware, drones", "slots": "kind, words", "kinds": "supply and as training", "language_code": "ru",
        "role": "reader", "state": "invited", "precision": "month", "act": "review", "digits": "1,000",
        "count_digits": "2,000", "failure": "EmptyDocument",
        "reason": "a single origin", "meaning": "probably true", "what": "claim",
        "share": "62% of the five-word sequences of document "
        "2e8eebf0a1b2 stand in document cb1ab2a3e4f5", "teller": "Acme",
        "quoted": "'clm-123'", "other_quoted": "'x.csv'",
    }  # fmt: skip
    COUNTS = frozenset({"num", "all", "count", "right", "for", "against"})

    def __missing__(self, name: str) -> str:
        return "3" if name in self.COUNTS else self.SAMPLES.get(name, "Acme")


def test_reason_is_said_with_its_parts_translated() -> None:
    reason = "the other tells of 4 territories, this one of de, nl"
    assert plain_reason(reason, language("es")) == "el otro habla de 4 territorios, este de Alemania, Países Bajos"
    assert plain_reason(reason, language("ar")) == "الآخر عن 4 أقاليم، وهذا عن ألمانيا، هولندا"


def test_reason_within_reason_is_translated() -> None:
    reason = "credibility 3, possibly true: 2 origins for it, 1 against: those for it weigh more"
    said = "crédibilité 3, peut-être vrai : 2 origines pour, 1 contre : celles qui sont pour pèsent plus"
    assert plain_reason(reason, language("fr")) == said.replace(" :", "\u00a0:")


def test_unknown_reason_is_marked_as_english() -> None:
    said = say_reason("as <b>nobody</b> foresaw", language("ar"))
    assert said == Markup('<span lang="en" dir="ltr">as &lt;b&gt;nobody&lt;/b&gt; foresaw</span>')


def test_names_cannot_bring_markup_in() -> None:
    assert "<b>" not in say_reason("denied by <b>Acme</b>", language("es"))


@given(st.text(max_size=300), st.sampled_from(sorted(LANGUAGES)))
def test_any_words_are_shown_as_text(words: str, code: str) -> None:
    said = say_reason(f"denied by {words}", language(code))
    assert "<script" not in said
    assert Markup.escape(words) in said or not words


def test_endless_reason_is_left_as_it_is() -> None:
    assert read_reason("denied by " + "a" * 5_000) is None


def test_failure_is_told_in_words() -> None:
    """By the class that it was kept with; of one that nobody foresaw, its name is all there is."""
    assert plain_reason("failed: EmptyDocument", language("es")) == "falló: no tiene palabras"
    assert plain_reason("failed: ZeroDivisionError", language("es")) == "falló: ZeroDivisionError"
