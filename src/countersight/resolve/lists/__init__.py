"""Reference lists: organizations that others publish, imported into a project; persons in them are left out.

A file is read as a stream of rows, sorted by id on disk, and kept as one line of JSON for each organization. All lists
together, with the organizations that Countersight maintains, make the registry that names are looked up in.
"""

from countersight.resolve.lists.base import Form
from countersight.resolve.lists.building import is_registry_current, rebuild_registry, registry_folder
from countersight.resolve.lists.changes import Act, Change, Changes
from countersight.resolve.lists.forms import FORMS
from countersight.resolve.lists.joining import joined_entities
from countersight.resolve.lists.keeping import ListFolder, Manifest
from countersight.resolve.lists.merging import LeftOut
from countersight.resolve.lists.reading import find_form, read_list
from countersight.resolve.lists.updating import ListUpdate, is_current, update_list

__all__ = [
    "FORMS",
    "Act",
    "Change",
    "Changes",
    "Form",
    "LeftOut",
    "ListFolder",
    "ListUpdate",
    "Manifest",
    "find_form",
    "is_current",
    "is_registry_current",
    "joined_entities",
    "read_list",
    "rebuild_registry",
    "registry_folder",
    "update_list",
]
