"""China's countermeasures and the UN's database on settlements."""

from countersight.resolve.lists import LeftOut

CN = (
    "Type,QID,Name,Alias,Chinese name,Country,Topics,Summary,Chinese summary,Body,List,Date,End date,Source URL,"
    "Address\n"
)


def test_chinese_name_is_another_name(read_text) -> None:
    found = read_text(
        CN
        + "Company,Q900000005,Bastion Drones Inc.,BDI,堡垒无人机公司,US,sanction.counter,,,Some ministry,,02.12.2019,,"
        "https://example.org/cn,\nPerson,,Ada Example,,,US,sanction.counter,,,,,,,,\n"
    )
    assert found.only.id == found.only.wikidata_id == "Q900000005"
    assert found.only.aliases == ("堡垒无人机公司",)
    assert (found.only.territory, found.only.topics) == ("us", ("sanction.counter",))
    assert found.left_out == {LeftOut.PERSON: 1}


def test_settlement_table(read_text) -> None:
    text = "no,business_enterprise,listed_activity,home_state,response\n1,Karvik Partners Ltd.,(a),Luxembourg,\n"
    assert read_text(text).only.territory == "lu"
