"""The facts that Countersight maintains as YAML: taxonomy, territories, organizations, demonstration briefs."""

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_reference(name: str) -> Any:
    """Return the content of the YAML file `name` of this folder, read once."""
    import yaml  # whoever needs no reference should not wait for it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((files(__name__) / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  a safe loader
