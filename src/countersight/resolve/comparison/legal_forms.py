"""Takes legal forms off folded names: which form stood there, and of which class it is."""

from functools import cache
from typing import NamedTuple

from countersight.reference import load_reference


class _Forms(NamedTuple):
    classes: dict[tuple[str, ...], str]
    """Class of each form, by its words."""
    last: dict[str, tuple[int, ...]]
    """How many words the forms have that end with this word, the longest first."""
    first: dict[str, tuple[int, ...]]
    """How many words the forms have that may open a name with this word, the longest first."""
    unspaced: tuple[str, ...]
    """Forms in scripts without spaces, the longest first."""


class LegalForm(NamedTuple):
    """A legal form taken off a name."""

    words: str
    """As it stands in the folded name."""
    kind: str
    """Its class: `LLC`, `JSC`, ... or `CO` for words that name a company of any form."""


def take_form(words: list[str]) -> tuple[list[str], LegalForm | None]:
    """Return the words of a name without its legal forms, and the one that tells most; a name is never left empty."""
    forms = _forms()
    if not words or (words[-1] not in forms.last and words[0] not in forms.first):
        return words, None
    found: list[tuple[str, ...]] = []
    while len(words) > 1:
        size = _fitting(forms, words, at_end=True)
        if size:
            found.append(tuple(words[-size:]))
            words = words[:-size]
            if len(words) > 1 and words[-1] == "and":
                words = words[:-1]
            continue
        size = _fitting(forms, words, at_end=False)
        if not size:
            break
        found.append(tuple(words[:size]))
        words = words[size:]
    if not found:
        return words, None
    telling = next((form for form in found if forms.classes[form] != "CO"), found[0])
    return words, LegalForm(" ".join(telling), forms.classes[telling])


def take_unspaced_form(name: str) -> tuple[str, LegalForm | None]:
    """Return a name in a script without spaces without the legal form at its end or start, and that form."""
    forms = _forms()
    for form in forms.unspaced:
        if len(name) > len(form):
            if name.endswith(form):
                return name.removesuffix(form).strip(), LegalForm(form, forms.classes[(form,)])
            if name.startswith(form):
                return name.removeprefix(form).strip(), LegalForm(form, forms.classes[(form,)])
    return name, None


def territories_of_form(form: str) -> tuple[str, ...]:
    """Return the territories whose law knows the folded form by this abbreviation; none where these are many."""
    return tuple(load_reference("names/legal_forms.yaml")["territories"].get(form, ()))


def _fitting(forms: _Forms, words: list[str], *, at_end: bool) -> int:
    sizes = forms.last.get(words[-1]) if at_end else forms.first.get(words[0])
    for size in sizes or ():
        if size < len(words) and tuple(words[-size:] if at_end else words[:size]) in forms.classes:
            return size
    return 0


@cache
def _forms() -> _Forms:
    classes: dict[tuple[str, ...], str] = {}
    unspaced: list[str] = []
    tables = load_reference("names/legal_forms.yaml")
    leading = frozenset(tables["leading"])
    for kind, entries in tables["classes"].items():
        for form in entries:
            classes[tuple(form.split())] = kind
            if "\u3040" <= form[0] <= "\u9fff" or "\uac00" <= form[0] <= "\ud7a3":
                unspaced.append(form)
    last: dict[str, set[int]] = {}
    first: dict[str, set[int]] = {}
    for words in classes:
        last.setdefault(words[-1], set()).add(len(words))
        if len(words) > 1 or words[0] in leading:
            first.setdefault(words[0], set()).add(len(words))
    return _Forms(classes, _sizes(last), _sizes(first), tuple(sorted(unspaced, key=len, reverse=True)))


def _sizes(found: dict[str, set[int]]) -> dict[str, tuple[int, ...]]:
    return {word: tuple(sorted(sizes, reverse=True)) for word, sizes in found.items()}
