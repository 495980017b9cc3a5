"""The prefixes of Open Contracting IDs."""

from countersight.reference import load_reference
from countersight.values.ocids import ocid_prefix, portal_of
from countersight.values.territories import territory_name


def test_prefix_begins_the_id():
    assert ocid_prefix("ocds-a1b2c3-2025-1") == "ocds-a1b2c3"
    assert ocid_prefix("OCDS-87SD3T-AD-SF") == "ocds-87sd3t"


def test_other_ids_have_no_prefix():
    assert ocid_prefix("2025-1") is None
    assert ocid_prefix("ocds-a1b2c3") is None
    assert portal_of("ocds-zzzzzz-1") is None


def test_portals_have_known_territories():
    for prefix, entry in load_reference("procurement/portals.yaml").items():
        portal = portal_of(f"{prefix}-1")
        assert portal is not None
        assert territory_name(portal.territory) != portal.territory
        assert entry["seen"].startswith("http")
