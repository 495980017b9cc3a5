import pytest

from countersight.resolve.comparison import NameKind, prepare_name, score_names


@pytest.mark.parametrize(
    ("name", "words", "form"),
    [
        ("Quorvex Systems Ltd.", ("quorvex", "system"), "ltd"),
        ("OOO Quorvex", ("quorvex",), "ooo"),
        ("Open Joint Stock Company Quorvex", ("quorvex",), "open joint stock company"),
        ("Quorvex Sp. z o.o.", ("quorvex",), "sp z oo"),
        ("The Q.V.X. & Söhne GmbH & Co. KG", ("qvx", "sohne"), "gmbh and co kg"),
        ("ООО «Кворвекс»", ("kvorveks",), "ооо"),
        ("夸克斯技术有限公司", ("kuakesi", "technology"), "有限公司"),
        ("شركة كوارفكس", ("kwrfks",), "شركة"),
        ("Quorvex", ("quorvex",), None),
    ],
)
def test_legal_form_is_taken_off(name: str, words: tuple[str, ...], form: str | None) -> None:
    forms = prepare_name(name)
    assert forms.words == words
    assert (forms.form.words if forms.form else None) == form


def test_name_of_only_a_form_keeps_it() -> None:
    assert prepare_name("Limited").words == ("limited",)


@pytest.mark.parametrize("name", ["", " ", "—", "...", "()"])
def test_name_without_a_word_has_none(name: str) -> None:
    assert prepare_name(name).words == ()


def test_words_of_a_number_become_figures() -> None:
    assert prepare_name("Fifth Quorvex Institute", kind=NameKind.ORGANIZATION).words[0] == "5"
    assert prepare_name("Quorvex Fund VII", kind=NameKind.ORGANIZATION).words[-1] == "7"


def test_common_word_tells_less() -> None:
    forms = prepare_name("Quorvex Trading Company")
    assert forms.weights[0] == 1.0
    assert forms.weights[1] < 0.6


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Quorvex Ltd", NameKind.ORGANIZATION),
        ("Quorvex Bank", NameKind.ORGANIZATION),
        ("Ada Quorvex", NameKind.UNKNOWN),
    ],
)
def test_organization_is_known_by_its_words(name: str, kind: NameKind) -> None:
    assert prepare_name(name).kind is kind


def test_stated_kind_is_kept() -> None:
    assert prepare_name("Quorvex Bank", kind=NameKind.VESSEL).kind is NameKind.VESSEL


def test_traditional_characters_are_simplified() -> None:
    assert prepare_name("夸克斯技術有限公司").words == prepare_name("夸克斯技术有限公司").words


def test_native_words_stand_beside_latin_ones() -> None:
    forms = prepare_name("北京夸克斯科技")
    assert forms.words == ("beijing", "kuakesi", "technology")
    assert forms.native == ("北京", "夸克斯", "科技")


@pytest.mark.timeout(5)
@pytest.mark.parametrize("letters", ["a ", "a.", "華 ", "ش ", "ポ・", "()", "1 "])
def test_endless_name_takes_no_time(letters: str) -> None:
    forms = prepare_name(letters * 200_000)
    assert len(forms.words) <= 40
    assert 0.0 <= score_names(forms, prepare_name("b c d " * 200_000)) <= 1.0


def test_half_a_surrogate_is_survived() -> None:
    assert prepare_name("Quorvex \ud800").words == ("quorvex",)
