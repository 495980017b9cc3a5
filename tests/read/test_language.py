"""Which language a text is in."""

import pytest

from countersight.read import identify_language

SENTENCES = {
    "en": "The ministry bought two hundred cameras from a vendor abroad.",
    "es": "El ministerio compró doscientas cámaras a un proveedor extranjero.",
    "fr": "Le ministère a acheté deux cents caméras à un fournisseur étranger.",
    "pt": "O ministério comprou duzentas câmeras de um fornecedor estrangeiro.",
    "de": "Das Ministerium kaufte zweihundert Kameras von einem ausländischen Anbieter.",
    "it": "Il ministero ha comprato duecento telecamere da un fornitore straniero.",
    "ru": "Министерство купило двести камер у зарубежного поставщика.",
    "uk": "Міністерство купило двісті камер у закордонного постачальника.",
    "zh": "该部门从国外供应商购买了两百台摄像机。",
    "ja": "同省は海外の業者から二百台のカメラを購入した。",
    "ko": "그 부처는 해외 업체로부터 카메라 이백 대를 구입했다.",
    "ar": "اشترت الوزارة مائتي كاميرا من مورد أجنبي.",
    "fa": "این وزارتخانه دویست دوربین از یک فروشنده خارجی خرید.",
    "tr": "Bakanlık yabancı bir tedarikçiden iki yüz kamera satın aldı.",
    "el": "Το υπουργείο αγόρασε διακόσιες κάμερες από ξένο προμηθευτή.",
    "vi": "Bộ này đã mua hai trăm máy quay từ một nhà cung cấp nước ngoài.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentence_is_recognized(language: str) -> None:
    found, probability = identify_language(SENTENCES[language])
    assert found == language
    assert 0.3 <= probability <= 1


@pytest.mark.parametrize("text", ["", "Acme", "2019 2020 2021 1,234,567 890 12345 ... --- !!!", "محمد", "公安部"])
def test_too_few_letters_tell_nothing(text: str) -> None:
    assert identify_language(text) == (None, 0.0)


def test_declared_language_helps_only_where_likely() -> None:
    heading = "Examplecorp Sistemas Romania SRL"
    assert identify_language(heading)[0] is None
    assert identify_language(heading, declared="ro-RO")[0] == "ro"
    assert identify_language(heading, declared="ru")[0] is None
    assert identify_language(SENTENCES["ru"], declared="en")[0] == "ru"


def test_short_sentence_in_a_common_language_is_recognized() -> None:
    assert identify_language("Examplecorp supplied 12 cameras to Ghana in 2018.")[0] == "en"


def test_same_text_gives_same_answer() -> None:
    assert identify_language(SENTENCES["ar"]) == identify_language(SENTENCES["ar"])
