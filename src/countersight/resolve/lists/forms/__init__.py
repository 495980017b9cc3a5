"""The forms in which lists are published, one module each."""

from countersight.resolve.lists.base import Form
from countersight.resolve.lists.forms.followthemoney import ENTITIES
from countersight.resolve.lists.forms.ofac_csv import OFAC_CSV
from countersight.resolve.lists.forms.ofac_xml import OFAC_XML
from countersight.resolve.lists.forms.opensanctions import TARGETS
from countersight.resolve.lists.forms.other_lists import OTHER_FORMS
from countersight.resolve.lists.forms.statements import STATEMENTS_CSV, STATEMENTS_JSON
from countersight.resolve.lists.forms.un import UN
from countersight.resolve.lists.forms.us_lists import US_FORMS

FORMS: tuple[Form, ...] = (
    STATEMENTS_JSON,
    ENTITIES,
    STATEMENTS_CSV,
    TARGETS,
    OFAC_CSV,
    OFAC_XML,
    UN,
    *US_FORMS,
    *OTHER_FORMS,
)
"""Every form, in the order in which a file's beginning is compared with them."""
