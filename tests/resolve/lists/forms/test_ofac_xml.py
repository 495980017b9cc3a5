"""OFAC's XML."""

from countersight.resolve.lists import LeftOut

ENTRY = """<?xml version="1.0"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd">
  <publshInformation><Record_Count>2</Record_Count></publshInformation>
  <sdnEntry><uid>306</uid><lastName>KARVIK SYSTEMS</lastName><sdnType>Entity</sdnType>
    <programList><program>SDGT</program></programList>
    <idList><id><idType>Registration ID</idType><idNumber>77</idNumber><idCountry>Kenya</idCountry></id></idList>
    <akaList>
      <aka><type>a.k.a.</type><category>weak</category><lastName>KARVIKS</lastName></aka>
      <aka><type>a.k.a.</type><category>strong</category><lastName>SYSTEMS OF KARVIK</lastName></aka>
      <aka><type>f.k.a.</type><category>strong</category><lastName>KARVIK BROTHERS</lastName></aka>
    </akaList>
    <addressList><address><country>Switzerland</country></address><address><country>Spain</country></address></addressList>
  </sdnEntry>
  <sdnEntry><uid>307</uid><firstName>Ada</firstName><lastName>EXAMPLE</lastName><sdnType>Individual</sdnType></sdnEntry>
  <sdnEntry><uid>308</uid><lastName>UNTYPED</lastName></sdnEntry>
</sdnList>"""


def test_entry_becomes_an_organization(read_text) -> None:
    found = read_text(ENTRY)
    entity = found.only
    assert entity.id == "ofac-306"
    assert entity.weak_names == ("KARVIKS",)
    assert entity.aliases == ("SYSTEMS OF KARVIK",)
    assert entity.former_names == ("KARVIK BROTHERS",)
    assert entity.identifiers == ("registration:77",)
    assert entity.territory == "ke"
    assert found.left_out == {LeftOut.PERSON: 1}


def test_unknown_type_is_a_failure(read_text) -> None:
    (failure,) = read_text(ENTRY).failures
    assert failure.item == "list, record 3"


def test_addresses_in_two_states_place_nobody(read_text) -> None:
    unnumbered = ENTRY.replace("Registration ID", "Website")
    assert read_text(unnumbered).only.territory is None
