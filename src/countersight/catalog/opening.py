"""Open the catalog of a store: brought up to date, or built where there is none."""

from countersight.catalog.catalog import Catalog
from countersight.catalog.keeping import Keeper, ViewAsOf
from countersight.catalog.updating import Observer
from countersight.model.as_of import NOW, AsOf
from countersight.store.base import Store


def ignore_progress(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""


def open_catalog(
    store: Store, view_as_of: ViewAsOf, as_of: AsOf = NOW, *, observe: Observer = ignore_progress
) -> Catalog:
    """Bring the catalog of a store as of these moments up to date, or build it, and open it.

    One file for each `AsOf`, in `catalog/` of the store's folder: the present one, and the few past ones that were
    asked for last. Another process that builds the same one is waited for. A damaged file, or one of another version,
    is built anew. `view_as_of` is `pipeline.view_as_of`, which makes the findings of a past day of publication.

    Raises:
        StoreBusy: another process has been building it for longer than a build may take.
        StoreUnavailable: the folder cannot be written.
    """
    return Catalog(Keeper(store, view_as_of, as_of, observe))
