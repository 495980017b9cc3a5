"""The forms in which lists are published, one module each."""

from countersight.resolve.lists.base import Form
from countersight.resolve.lists.forms.eu_fsf import EU_CSV, EU_XML
from countersight.resolve.lists.forms.eu_journal import EU_JOURNAL
from countersight.resolve.lists.forms.followthemoney import ENTITIES
from countersight.resolve.lists.forms.gleif import GLEIF_CSV, GLEIF_JSON, GLEIF_XML
from countersight.resolve.lists.forms.ofac_csv import OFAC_CSV
from countersight.resolve.lists.forms.ofac_xml import OFAC_XML
from countersight.resolve.lists.forms.opensanctions import TARGETS
from countersight.resolve.lists.forms.other_lists import OTHER_FORMS
from countersight.resolve.lists.forms.statements import STATEMENTS_CSV, STATEMENTS_JSON
from countersight.resolve.lists.forms.surveillance_industry import SURVEILLANCE_INDUSTRY
from countersight.resolve.lists.forms.uk_ofsi import OFSI_CSV, OFSI_XML
from countersight.resolve.lists.forms.uk_sanctions import UK_CSV, UK_XML
from countersight.resolve.lists.forms.un import UN
from countersight.resolve.lists.forms.us_fcc import FCC
from countersight.resolve.lists.forms.us_lists import US_FORMS
from countersight.resolve.lists.forms.us_screening import SCREENING
from countersight.resolve.lists.forms.wikidata import WIKIDATA

FORMS: tuple[Form, ...] = (
    STATEMENTS_JSON,
    ENTITIES,
    WIKIDATA,
    GLEIF_JSON,
    SURVEILLANCE_INDUSTRY,
    STATEMENTS_CSV,
    TARGETS,
    GLEIF_CSV,
    GLEIF_XML,
    OFAC_CSV,
    OFAC_XML,
    UN,
    EU_JOURNAL,
    EU_XML,
    EU_CSV,
    UK_CSV,
    UK_XML,
    OFSI_CSV,
    OFSI_XML,
    SCREENING,
    FCC,
    *US_FORMS,
    *OTHER_FORMS,
)
"""Every form, in the order in which a file's beginning is compared with them."""
