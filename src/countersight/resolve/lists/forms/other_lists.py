"""Lists of others that are one table each: China's countermeasures, the UN's database on settlements."""

from countersight.resolve.lists.base import Form
from countersight.resolve.lists.listed import Columns
from countersight.resolve.lists.tables import Table, table_form

TABLES = (
    Table(
        form="cn-countermeasures",
        title="Countermeasures and export controls of China, as OpenSanctions keeps them, CSV",
        prefix="cn",
        header=frozenset({"Type", "QID", "Name", "Alias", "Chinese name", "Country", "Topics", "Body", "List"}),
        name="Name",
        key=("Country",),
        aliases=("Chinese name", "Alias"),
        schema="Type",
        seats=("Country",),
        qid="QID",
        topics_column="Topics",
        end="End date",
        source="Source URL",
        listing=Columns(
            profile="cn",
            list_name="List",
            authority="Body",
            topics="Topics",
            days=(("listed_on", "Date"), ("delisted_on", "End date")),
            address="Source URL",
            also=("Chinese name", "Summary", "Chinese summary"),
        ),
    ),
    Table(
        form="ohchr-settlements",
        title="Business in Israeli settlements (UN human-rights office), as OpenSanctions keeps it, CSV",
        prefix="ohchr",
        header=frozenset({"no", "business_enterprise", "home_state"}),
        name="business_enterprise",
        key=("home_state",),
        default_schema="Company",
        seats=("home_state",),
        listing=Columns(
            profile="ohchr",
            reason="listed_activity_subparagraph_of_paragraph_96",
            numbers=("no",),
            also=("response_from_business_enterprise",),
        ),
    ),
)

OTHER_FORMS: tuple[Form, ...] = tuple(table_form(table) for table in TABLES)
