"""OFAC's legacy CSV: entries, other names and addresses in files of their own."""

import pytest

from countersight.errors import UnknownForm
from countersight.resolve.lists import LeftOut

NONE = ",".join(["-0- "] * 6)
SDN = (
    f'36,"QUINTAR AIRLINES",-0- ,"TASKONIA",-0- ,{NONE},-0- \n'
    f'37,"EXAMPLE, Ada","individual","SDGT",-0- ,{NONE},"DOB 1970."\n'
    f'38,"QUINTAR STAR","vessel","SDGT",-0- ,{NONE},"Cargo."\n'
    f'39,"LUMERA OPTICS CO., LTD.",-0- ,"CMIC-EO13959",-0- ,{NONE},'
    '"Registration Number 1027700132195 (Russia); Tax ID No. 77 (Russia); '
    "a.k.a. 'LOC'; Linked To: QUINTAR AIRLINES.\"\n"
)
ALT = '36,1,"aka","AERO-QUINTAR",-0- \n36,2,"fka","QUINTAR WINGS",-0- \n37,3,"aka","EXAMPLE, A.",-0- \n'
ADD = '36,1,-0- ,"Nairobi","Kenya",-0- \n36,2,-0- ,-0- ,-0- ,-0- \n\x1a\n'


def test_files_come_together(read_text) -> None:
    found = read_text(SDN, "sdn.csv", alt_csv=ALT, add_csv=ADD)
    airline = found.entities["ofac-36"]
    assert airline.aliases == ("AERO-QUINTAR",)
    assert airline.former_names == ("QUINTAR WINGS",)
    assert airline.territory == "ke"
    assert airline.topics == ("sanction",)
    assert found.failures == []
    assert found.left_out == {LeftOut.PERSON: 1, LeftOut.CONVEYANCE: 1}


def test_remarks_tell_numbers_and_seat(read_text) -> None:
    lumera = read_text(SDN, "sdn.csv", alt_csv=ALT, add_csv=ADD).entities["ofac-39"]
    assert lumera.identifiers == ("registration:1027700132195", "tax:77")
    assert lumera.weak_names == ("LOC",)
    assert lumera.territory == "ru"


def test_ban_on_investment_is_no_blocking(read_text) -> None:
    assert read_text(SDN, "sdn.csv", alt_csv=ALT, add_csv=ADD).entities["ofac-39"].topics == ("invest.ban",)


def test_missing_file_is_told(read_text) -> None:
    found = read_text(SDN, "sdn.csv", add_csv=ADD)
    assert [failure.item for failure in found.failures] == ["sdn.csv, alt.csv"]
    assert "ofac-36" in found.entities


def test_file_of_other_names_alone_is_refused(read_text) -> None:
    with pytest.raises(UnknownForm, match="main file"):
        read_text(ALT, "alt.csv")


def test_name_of_nobody_is_a_failure(read_text) -> None:
    found = read_text(SDN, "sdn.csv", alt_csv=ALT + '99,4,"aka","NOBODY",-0- \n', add_csv=ADD)
    assert [failure.item for failure in found.failures] == ["sdn.csv, ofac-99"]


def test_end_of_long_remarks_is_added(read_text) -> None:
    cut = SDN.replace("Linked To: QUINTAR AIRLINES.", "Linked To: QUINTAR AIR")
    found = read_text(
        cut, "sdn.csv", alt_csv=ALT, add_csv=ADD, sdn_comments_csv='39,"LINES; D-U-N-S Number 12-345-6789."\n'
    )
    assert "duns:12-345-6789" in found.entities["ofac-39"].identifiers
