"""Numbers that others published come out of their tables again, through the command line alone."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.stories.conftest import SHARED

from countersight.cli import countersight

DATA = SHARED / "data"
TABLES = (
    "feldstein_kot_spyware_inventory/spy3.csv",
    "carnegie_aigs2022/cleaned-global2.csv",
    "finfisher_customers_spyfiles4/customers_clean.csv",
)
SUBTOTALS = {
    "FinFireWire": 1_203_360, "FinFly LAN": 2_052_540, "FinFly Net": 491_694, "FinFly USB": 457_380,
    "FinFly Web": 2_086_200, "FinIntrusion Kit": 2_264_400, "FinSpy": 60_918_180, "FinSpy Mobile": 27_528_600,
    "FinTraining": 12_960, "FinUSB Suite": 1_347_240,
}  # fmt: skip
"""Euro by product, as the README beside the customer list publishes them."""

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no published tables in {DATA}")


def test_published_counts_come_out(tmp_path: Path) -> None:
    def ask(*words: str) -> list[dict[str, object]]:
        done = CliRunner().invoke(countersight, ["-C", str(tmp_path), *words, "--json"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    def count(*asked: str) -> list[dict[str, object]]:
        return ask("count", *asked)

    CliRunner().invoke(countersight, ["init", str(tmp_path)], catch_exceptions=False)
    ask("add", *(str(DATA / name) for name in TABLES))
    assert ask("run")[1]["new"] == 193 + 249 + 748

    inventory = ("--from", "spyware-inventory", "--distinct", "recipient-territory")
    assert [row["distinct"] for row in count(*inventory)] == [74]
    by_rule = count(*inventory, "--by", "row.rule")
    assert {row["row.rule"]: row["distinct"] for row in by_rule} == {"autocracy": 44, "democracy": 30}
    assert [row["distinct"] for row in count(*inventory, "--where", "supplier-territory=il")] == [56]

    index = ("--from", "ai-surveillance-index-2022", "--distinct", "recipient-territory")
    assert [row["distinct"] for row in count(*index)] == [97]
    assert {row["technology"]: row["distinct"] for row in count(*index, "--by", "technology")} == {
        "safe_city": 64, "facial_recognition": 78, "predictive_policing": 69, "social_media_monitoring": 38,
    }  # fmt: skip

    prices = ("--from", "finfisher-customers", "--sum")
    assert [row["sums"] for row in count(*prices)] == [{"EUR": 98_362_554.0}]
    by_product = {row["row.product"]: row["sums"] for row in count(*prices, "--by", "row.product")}
    assert by_product == {name: {"EUR": float(euro)} for name, euro in SUBTOTALS.items()} | {"FinFly ISP": {}}

    assert ask("run")[1]["new"] == 0
