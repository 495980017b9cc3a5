"""Whatever strangers write, no terminal obeys it."""

import ast
import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from countersight import cli
from countersight.cli import countersight, main
from countersight.cli.console import Screen
from countersight.cli.printing import print_json, print_rows
from countersight.cli.terminal import data_output, echo

OBEYED = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
OBEYED -= {"\n", "\t"}
HOSTILE = st.text(st.sampled_from([*sorted(OBEYED), *"a[]\n]8;m0"]), max_size=20)
ALONE = {"terminal.py", "console.py"}
"""The modules through which all others print."""


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


@given(HOSTILE)
def test_lines_hold_nothing_that_is_obeyed(words: str) -> None:
    with redirect_stdout(Terminal()) as shown:
        echo(words)
        data_output().write(words)
    assert not OBEYED & set(shown.getvalue())


@given(HOSTILE)
def test_tables_hold_nothing_that_is_obeyed(words: str) -> None:
    screen = Screen(file=Terminal(), force_terminal=True, color_system=None, width=40)
    table = Table(title=Text(words))
    table.add_column(escape(words))
    table.add_row(Text(words))
    screen.print(table)
    screen.print(escape(words), soft_wrap=True)
    assert not OBEYED & set(screen.file.getvalue())  # type: ignore[attr-defined]


@given(HOSTILE)
def test_rows_hold_nothing_that_is_obeyed(words: str) -> None:
    with redirect_stdout(io.StringIO()) as shown:
        print_rows([words], [[words]], empty=words)
    assert not OBEYED & set(shown.getvalue())


@given(st.dictionaries(HOSTILE, HOSTILE))
def test_json_says_the_same_escaped(record: dict[str, str]) -> None:
    with redirect_stdout(io.StringIO()) as shown:
        print_json([record])
    assert not OBEYED & set(shown.getvalue())
    assert json.loads(shown.getvalue()) == record


@given(HOSTILE)
def test_data_for_programs_stays_as_it_is(words: str) -> None:
    with redirect_stdout(io.StringIO()) as piped:
        data_output().write(words)
    assert piped.getvalue() == words


@pytest.mark.parametrize("path", sorted(Path(cli.__file__).parent.glob("*.py")), ids=lambda path: path.name)
def test_no_command_prints_by_another_way(path: Path) -> None:
    if path.name in ALONE:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Name) and node.id in ("print", "Console"))
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in {
                "click.echo", "click.secho", "click.echo_via_pager", "sys.stdout.write", "sys.stderr.write",
            }  # fmt: skip


def test_columns_and_cells_of_a_table_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    row = {"Buyer\x1b[2J": "Orb\x1b]0;x\x07ex", "\x9b31mSeller[/]": "Nadir\u202eworks", "[red]Note": "\x7f"}
    (tmp_path / "deals.json").write_text(json.dumps([row, row]), encoding="utf-8")
    draft = CliRunner().invoke(countersight, ["preview", "--draft", str(tmp_path / "deals.json")])
    (tmp_path / "deals.yml").write_text(draft.output, encoding="utf-8")
    shown = CliRunner().invoke(countersight, ["preview", str(tmp_path / "deals.yml"), str(tmp_path / "deals.json")])
    assert shown.exit_code == 0, shown.output
    assert "Seller" in shown.output
    assert not OBEYED & set(shown.output)


def test_errors_hold_nothing_that_is_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text('name: x\n"a\\x1b[2J": y\n', encoding="utf-8")
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    for arguments in (["preview", str(bad), str(table)], ["preview", "\x1b[2J", "\x1b[2J"], ["\x1b[2J"]):
        monkeypatch.setattr(sys, "argv", ["countersight", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        assert not OBEYED & set(f"{left.value.code}{capsys.readouterr().err}")
