"""Tells organizations from persons by the name alone, for the lists that do not say whom they list.

What is not surely an organization is left out: a list of denied persons mixes companies with private people, and
Countersight keeps none of those. Measured on lists that do say (`benchmarks/lists.py --telling`).
"""

import re
from functools import cache

from countersight.values.names import LEGAL_FORMS, fold_spelling

_NOUNS = """
academy administration aerospace agencia agency airline airlines airways alliance armament army arsenal asociacion
assembly associates association ateliers authority aviation aerospaziale ballistics bank banco banque base battalion bazaar
bearing board brigade brothers bros bureau business center centre centro chamber chemical chemicals club college combine
command commerce commercial commission committee communications community complejo complex comercial compania company computers
computing concern conglomerate construction consultancy consultants consulting contractors cooperative corp corporation corps
council defence defense department design detachment development developments directorate distribution distributors division
dynamics electric electrical electronic electronics elektronik empresa energy engineering engineers enterprise enterprises
equipment establishment estate exchange export exporters exports fabrika factory faculty federation financial fleet force forces
forwarding foundation front fund fundacion gas global government group gruppe grupo guard guards handel headquarters
holding holdings hospital hotel import industria industrial industrie industries industry informatics information infosystems
innovation innovations institut institute institution instituto instruments insurance integrated intelligence international
inventions investment investments joint kombinat komp laboratories laboratory labs league limited line lines logistics
machinery machines magazin management manufacture manufacturers manufacturing marine maritime market marketing materials mechanical
media medical metal metals military militia mines mining ministry missile mission motors movement museum navy network networks
nuclear office oil optics orchestra organisation organization organizations parts party petroleum pharmaceutical pharmacy plant plants
police polytechnic port power precision press prison production productions products project projects publishing radio railways
refinery regiment research resources sales satellite school science sciences scientific section secretariat security semiconductor
semiconductors service services servicios shipping shipyard society solutions sourcing spares squadron station stock storage store
stores studio subsidiary supply suppliers supplies syndicate system systems team technical technik technika technological
technologies technology tecnologia telecom telecommunications telekom textile textiles tours trade traders trading trans transport
transportation travel trust union unit universal university universitet ventures warehouse workers workshop works zavod
inversiones inmobiliaria agricola agropecuaria comercializadora constructora corporacion distribuidora importadora limitada
obshchestvo obedinenie kontsern sociedad transportes farm farms sanayi contracting branch brigades cement finance capital shipmanagement republic
jsc ojsc cjsc pjsc llc ooo oao zao fzco fze fz ltd ltda gmbh limited inc incorporated plc sarl sdn bhd bv pmc
авиационный агентство академия завод институт комбинат концерн корпорация министерство научно предприятие университет
公司 集团 研究所 研究院 大学 学院 中心 工厂 银行
""".split()  # noqa: SIM905  a list of words reads best as words
"""Words that stand in names of organizations and hardly ever in those of persons."""

_ENDINGS = ("bank", "prom", "neft", "export", "import", "invest", "stroy", "telecom")
"""Ends of words that only names of organizations have."""

_NUMBERED = re.compile(r"(?:^|\s)(?:no\.?\s*)?\d+(?:st|nd|rd|th)?(?:\s|$)", re.IGNORECASE)
_DOTTED_FORM = re.compile(
    r"\b(?:S\.\s?A\.|S\.\s?A\.\s?S\.|S\.\s?C\.\s?S\.|C\.\s?A\.|S\.\s?R\.\s?L\.|S\.\s?P\.\s?A\.)(?:\s|$)", re.IGNORECASE
)
_UNSPACED = tuple(word for word in _NOUNS if "一" <= word[0] <= "鿿")
_SHORT = 3
"""Letters of legal forms that may also be a part of a person's name: they count only where no given names stand before."""


def tells_organization(name: str) -> bool:
    """Whether a name is surely an organization's: a legal form, a word such as "bank", a number, letters with figures."""
    folded = fold_spelling(name)
    words = folded.split()
    if any(word in _words() or word.endswith(_ENDINGS) for word in words) or any(part in folded for part in _UNSPACED):
        return True
    if _NUMBERED.search(name) or _DOTTED_FORM.search(name) or any(_mixed(word) for word in words):
        return True
    return any(folded.endswith(form) and _closes(name, form) for form in _forms())


def _closes(name: str, form: str) -> bool:
    """Whether a legal form closes the name of an organization: in "Orbex, Ivan Ag" a comma stands before given names."""
    return len(form.strip()) > _SHORT or "," not in name[: -len(form)].rstrip(" ,")


def _mixed(word: str) -> bool:
    """Whether letters and figures stand in one word: `s2ba`, but not `2nd`."""
    return any(char.isdigit() for char in word) and any(char.isalpha() for char in word)


@cache
def _words() -> frozenset[str]:
    return frozenset(_NOUNS)


@cache
def _forms() -> tuple[str, ...]:
    """Legal forms as they stand behind a name, the short ones that are also parts of persons' names left out."""
    return tuple(f" {form}" if form.isascii() else form for form in LEGAL_FORMS if form not in {"sa", "se", "as", "dd"})
