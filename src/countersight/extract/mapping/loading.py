"""Reads a mapping from its YAML, strictly: whatever is not understood is an error with its file and line."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from countersight.extract.mapping.located import Fields, Located, read_located
from countersight.extract.mapping.rules import (
    CODE,
    DEFAULT_CONFIDENCE,
    ClaimRule,
    Condition,
    Constant,
    PartyRule,
    PersonRule,
    Pick,
    QuantityRule,
    Recognition,
    StatusRule,
    TableMapping,
    TechnologyRule,
    WhenRule,
    fold_words,
)
from countersight.model.claim import Kind, Status
from countersight.reference import load_reference
from countersight.values.digests import sha256_hex
from countersight.values.taxonomy import load_taxonomy

E = TypeVar("E", Kind, Status)
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLOTS = ("technology", "supplier", "recipient")
ORDERS = ("day first", "month first")


def read_mapping(text: str, file: str) -> TableMapping:
    """Read a mapping.

    Raises:
        BadMapping: it says what is not understood; the error has file and line.
    """
    fields = read_located(text, file).fields()
    name = fields.need("name")
    if not NAME.fullmatch(name.words()):
        name.fail("a name has small letters, figures and hyphens")
    mapping = TableMapping(
        name=name.words(),
        version=fields.need("version").words(),
        digest=sha256_hex(f"{CODE}\n{text}".encode())[:8],
        file=file,
        title=fields.need("title").words(),
        publisher=fields.words("publisher") or None,
        published=fields.made("published", _day),
        licence=fields.words("licence"),
        address=fields.words("address") or None,
        recognize=_recognition(fields.need("recognize").fields()),
        conditions=fields.made("rows", _conditions) or (),
        persons=fields.made("persons", _persons),
        claims=tuple(_claim(item.fields(), f"{place}") for place, item in enumerate(_list(fields, "claims"), 1)),
        attributes=dict(fields.made("attributes", _attributes) or {}),
    )
    fields.close()
    return mapping


def _list(fields: Fields, name: str) -> tuple[Located, ...]:
    found = fields.take(name)
    return () if found is None else found.items()


def _day(at: Located) -> date:
    try:
        return date.fromisoformat(at.words())
    except ValueError:
        at.fail(f"{at.words()!r} is no day: 2023-05-01")


def _pattern(at: Located) -> re.Pattern[str]:
    try:
        return re.compile(at.words())
    except re.error as error:
        at.fail(f"no regular expression: {error}")


def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_words, words))


def _number(at: Located) -> int:
    if not (at.words().isascii() and at.words().isdecimal() and len(at.words()) <= 9):
        at.fail(f"{at.words()!r} is no number")
    return int(at.words())


def _yes(at: Located) -> bool:
    if at.words() not in ("yes", "no"):
        at.fail("has to be yes or no")
    return at.words() == "yes"


def _recognition(fields: Fields) -> Recognition:
    matches = fields.made("matches", lambda at: {key: _pattern(value) for key, value in at.fields().rest()})
    made = Recognition(
        columns=_folded(fields.all_words("columns")),
        without=_folded(fields.all_words("without")),
        width=fields.made("width", _number),
        matches=matches,
        table=fields.words("table"),
    )
    if not made.columns and made.width is None:
        fields.fail("a table is known by its columns, or without a header by its width")
    fields.close()
    return made


def _conditions(at: Located) -> tuple[Condition, ...]:
    return tuple(_condition(item.fields()) for item in at.items())


def _condition(fields: Fields) -> Condition:
    is_one = fields.take("is")
    if is_one is not None and is_one.words() not in ("filled", "empty"):
        is_one.fail("is has to be filled or empty; for words there are one of and none of")
    made = Condition(
        column=fields.need("column").words(),
        is_filled=None if is_one is None else is_one.words() == "filled",
        one_of=_folded(fields.all_words("one of")),
        none_of=_folded(fields.all_words("none of")),
        matches=fields.made("matches", _pattern),
        otherwise=fields.words("otherwise"),
    )
    fields.close()
    return made


def _persons(at: Located) -> PersonRule:
    fields = at.fields()
    by = fields.words("by", "words")
    made = PersonRule(
        column=fields.need("column").words() if by != "table" else "",
        words=_folded(fields.all_words("words")),
        is_name=by == "name",
        is_all=by == "table",
    )
    if by not in ("words", "name", "table") or bool(made.words) != (by == "words"):
        at.fail("persons are told by words of a column, `by: name` where the list does not say, or `by: table`")
    fields.close()
    return made


def _attributes(at: Located) -> Mapping[str, Pick]:
    return {name: _pick(value) for name, value in at.fields().rest()}


PICK = ("column", "columns", "first of")


def _pick(at: Located, *, labels: bool = False) -> Pick:
    """Read which words are meant: the name of a column, or its fields."""
    if isinstance(at.value, str):
        return Pick(columns=(at.value,))
    fields = at.fields()
    made = _pick_fields(fields, labels=labels)
    fields.close()
    return made


def _pick_fields(fields: Fields, *, labels: bool = False) -> Pick:
    given = {name: fields.all_words(name) for name in PICK}
    if sum(map(bool, given.values())) != 1:
        fields.fail(f"needs one of {', '.join(PICK)}")
    values = fields.made("values", lambda at: _values(at, labels=labels))
    otherwise = fields.take("otherwise")
    if otherwise is not None and labels:
        _label(otherwise)
    return Pick(
        columns=next(filter(None, given.values())),
        is_first=bool(given["first of"]),
        split=fields.all_words("split"),
        drop=fields.all_words("drop"),
        pattern=fields.made("pattern", _pattern),
        values=values,
        ignore=_folded(fields.all_words("ignore")),
        ignore_matching=fields.made("ignore matching", _pattern),
        otherwise=None if otherwise is None else otherwise.words(),
    )


def _values(at: Located, *, labels: bool) -> Mapping[str, str]:
    made: dict[str, str] = {}
    for words, value in at.fields().rest():
        if fold_words(words) in made:
            value.fail(f"{words!r} stands here twice, but for capitals or spaces")
        made[fold_words(words)] = _label(value) if labels else value.words()
    return made


def _label(at: Located) -> str:
    if at.words() not in load_taxonomy():
        at.fail(f"{at.words()!r} is no technology; there are {', '.join(load_taxonomy())}")
    return at.words()


def _constant(fields: Fields) -> Constant | None:
    value = fields.take("constant")
    if value is None:
        return None
    return Constant(value=value.words(), because=fields.need("because").words())


def _pick_or_constant(at: Located) -> Pick | Constant:
    if isinstance(at.value, str):
        return Pick(columns=(at.value,))
    fields = at.fields()
    made: Pick | Constant = _constant(fields) or _pick_fields(fields)
    fields.close()
    return made


def _claim(fields: Fields, place: str) -> ClaimRule:
    each = fields.take("each")
    if each is not None and each.words() not in SLOTS:
        each.fail(f"each has to be one of {', '.join(SLOTS)}")
    made = ClaimRule(
        name=fields.words("name", place),
        kind=_kind(fields.need("kind")),
        status=_status(fields.need("status")),
        technology=_technology(fields.need("technology")),
        supplier=fields.made("supplier", _party),
        recipient=fields.made("recipient", _party),
        quantity=fields.made("quantity", _quantity),
        when=fields.made("when", _when),
        place=fields.made("place", _pick),
        speaker=fields.made("speaker", _pick),
        evidence=fields.all_words("evidence"),
        each=each.words() if each is not None else "",
        each_cell_of=fields.words("each cell of"),
        conditions=fields.made("rows", _conditions) or (),
        confidence=fields.made("confidence", _share) or DEFAULT_CONFIDENCE,
    )
    fields.close()
    return made


def _share(at: Located) -> float:
    try:
        share = float(at.words())
    except ValueError:
        share = -1.0
    if not 0 < share <= 1:
        at.fail("confidence is a share above 0 and up to 1")
    return share


def _member(at: Located, kind: type[E]) -> E:
    try:
        return kind(at.words())
    except ValueError:
        at.fail(f"{at.words()!r} is none of {', '.join(kind)}")


def _kind(at: Located) -> Kind | Pick | None:
    if at.value == PURCHASE:
        return None
    return _member(at, Kind) if isinstance(at.value, str) else _checked(at, Kind)


PURCHASE = "purchase"
"""Stands for `supply` where a supplier is named, and else for `procurement`."""


def _checked(at: Located, kind: type[E]) -> Pick:
    """Read a pick whose values are members of `kind`."""
    made: Pick = _pick(at)
    for value in filter(None, [*(made.values or {}).values(), made.otherwise]):
        _member(Located(at.file, at.line, value), kind)
    if not made.values:
        at.fail("needs values: what each word stands for")
    return made


def _status(at: Located) -> StatusRule:
    if isinstance(at.value, str):
        return StatusRule(default=_member(at, Status))
    fields = at.fields()
    default = _member(fields.need("default"), Status)
    pick = fields.made("words", lambda words: _checked(words, Status))
    fields.close()
    return StatusRule(default=default, pick=pick)


def _party(at: Located) -> PartyRule:
    if isinstance(at.value, str):
        return PartyRule(name=Pick(columns=(at.value,)))
    fields = at.fields()
    made = PartyRule(
        name=fields.made("name", _pick),
        stands_for=fields.words("stands for"),
        territory=fields.made("territory", _pick_or_constant),
        is_within=fields.made("within", _yes) or False,
    )
    fields.close()
    if made.name is None and made.territory is None:
        at.fail("a party needs a name or a territory")
    codes = [made.territory.value] if isinstance(made.territory, Constant) else _stated(made.territory)
    for code in codes:
        if code not in load_reference("territories.yaml")["territories"]:
            at.fail(
                f"{code!r} is no code of a territory; codes are ISO 3166-1 alpha-2 in small letters, and eu, un, xk"
            )
    return made


def _stated(pick: Pick | None) -> list[str]:
    return [] if pick is None else [*(pick.values or {}).values(), *filter(None, [pick.otherwise])]


def _technology(at: Located) -> TechnologyRule:
    if isinstance(at.value, str):
        at.fail("needs column and values, headers, words, or constant")
    fields = at.fields()
    constant = _constant(fields)
    if constant is not None and constant.value not in load_taxonomy():
        at.fail(f"{constant.value!r} is no technology; there are {', '.join(load_taxonomy())}")
    headers = fields.made("headers", lambda found: {name: _label(label) for name, label in found.fields().rest()})
    words = fields.made("words", _pick)
    purchase = fields.made("purchase", _pick)
    made = TechnologyRule(
        constant=constant,
        purchase=purchase,
        buyer=fields.words("buyer") if purchase else "",
        headers=headers,
        yes=_folded(fields.all_words("yes")),
        no=_folded(fields.all_words("no")),
        words=words,
        ambiguous=frozenset(fields.made("ambiguous", lambda found: tuple(map(_label, found.items()))) or ()),
        excepted=_folded(fields.all_words("except")),
        but_not=fields.made("but not", _pattern),
        because="" if constant else fields.words("because"),
        pick=None if constant or headers or words or purchase else _pick_fields(fields, labels=True),
    )
    fields.close()
    if made.pick is not None and not made.pick.values and made.pick.otherwise is None:
        at.fail("needs values: which technology each word stands for")
    if headers and not made.yes:
        at.fail("needs yes: what a cell says where it is so")
    return made


def _quantity(at: Located) -> QuantityRule:
    fields = at.fields()
    decimal = fields.take("decimal")
    if decimal is not None and decimal.words() not in (".", ","):
        decimal.fail("decimal is a point or a comma")
    made = QuantityRule(
        value=_pick(fields.need("value")),
        unit=_pick_or_constant(fields.need("unit")),
        decimal=decimal.words() if decimal is not None else ".",
    )
    fields.close()
    return made


def _when(at: Located) -> WhenRule:
    if isinstance(at.value, str):
        return WhenRule(pick=Pick(columns=(at.value,)))
    fields = at.fields()
    order = fields.take("order")
    if order is not None and order.words() not in ORDERS:
        order.fail(f"order is one of {', '.join(ORDERS)}")
    made = WhenRule(pick=_pick_fields(fields), order=order.words() if order is not None else "")
    fields.close()
    return made
