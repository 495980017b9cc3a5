"""Documents in seven languages go down the whole road. Vendors are invented."""

from pathlib import Path

from countersight.model.claim import Kind

DOCUMENTS = {
    "es": (
        "El Ministerio del Interior de Perú compró 300 cámaras de videovigilancia con reconocimiento facial a "
        "la empresa Veltrix, informó el viceministro. La policía de Lima ya utiliza el sistema de "
        "reconocimiento facial en el centro de la ciudad."
    ),
    "fr": (
        "La police municipale de Nice utilise des caméras de vidéosurveillance algorithmique fournies par la "
        "société Veltrix. Le ministère de l’Intérieur du Sénégal a acheté un logiciel espion à la même "
        "entreprise, selon une organisation."
    ),
    "pt": (
        "A Polícia Militar da Bahia instalou câmeras de reconhecimento facial nas ruas de Salvador. A empresa "
        "Veltrix vendeu o sistema de videomonitoramento ao governo de Angola por 12 milhões de dólares."
    ),
    "zh": ("肯尼亚警方从维特利公司购买了300套人脸识别系统，内政部长表示。新疆当局使用监控摄像头和大数据平台监视居民。"),
    "ar": (
        "اشترت وزارة الداخلية الكينية 300 كاميرا مراقبة من شركة فيلتريكس، وقال متحدث باسم الوزارة إن الشرطة "
        "تستخدم نظام التعرف على الوجوه في نيروبي."
    ),
    "ru": (
        "Министерство внутренних дел Узбекистана закупило у компании «Велтрикс» 300 камер видеонаблюдения с "
        "распознаванием лиц. Полиция Москвы использует систему распознавания лиц в метро."
    ),
    "de": (
        "Das Bundeskriminalamt hat die Spähsoftware der Firma Veltrix gekauft, teilte das Innenministerium "
        "mit. Die Polizei in Köln setzt Kameras zur Videoüberwachung ein."
    ),
}


def test_every_language_gives_claims(cli, records, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for language, words in DOCUMENTS.items():
        (folder / f"{language}.txt").write_text(words, encoding="utf-8")
    project = tmp_path / "project"
    cli("init", project)
    cli("-C", project, "add", folder)
    cli("-C", project, "run")
    assert records("-C", project, "failures") == []
    claims = records("-C", project, "claims")
    quotes = [str(claim["evidence"][0]["quote"]) for claim in claims]
    silent = [
        language
        for language, words in DOCUMENTS.items()
        if not any(quote in " ".join(words.split()) or quote in words for quote in quotes)
    ]
    assert silent == []
    assert {str(claim["kind"]) for claim in claims} <= {kind.value for kind in Kind}
    recipients = [claim["recipient"] for claim in claims if claim.get("recipient")]
    assert "ke" in {slot["code"] for recipient in recipients for slot in recipient.get("territories", ())}
    assert cli("-C", project, "verify").returncode == 0


def test_mixed_languages_keep_exact_places(cli, records, tmp_path: Path) -> None:
    words = f"🛰 {DOCUMENTS['fr']}\n\n{DOCUMENTS['ar']}\n\n{DOCUMENTS['fr']}"
    (tmp_path / "mixed.txt").write_text(words, encoding="utf-8")
    project = tmp_path / "project"
    cli("init", project)
    cli("-C", project, "add", tmp_path / "mixed.txt")
    cli("-C", project, "run")
    assert records("-C", project, "claims")
    assert cli("-C", project, "verify").returncode == 0
