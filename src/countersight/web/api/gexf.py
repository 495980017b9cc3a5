"""The flow as a network for Gephi and its like: GEXF 1.3 (https://gexf.net/1.3/)."""

import re
from datetime import date
from xml.etree import ElementTree as ET

from countersight.catalog import Marks

GEXF = "http://gexf.net/1.3"
NODES = (("layer", "integer"), ("findings", "integer"), ("territories", "string"))
EDGES = (("several_origins", "integer"), ("contested", "integer"), ("examples", "string"))
"""Attributes with their types; a link's weight is its number of findings."""
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_gexf(marks: Marks, *, description: str, day: date) -> bytes:
    """Write who supplies whom as a directed network."""
    root = ET.Element("gexf", {"xmlns": GEXF, "version": "1.3"})
    meta = ET.SubElement(root, "meta", {"lastmodifieddate": day.isoformat()})
    ET.SubElement(meta, "creator").text = "Countersight"
    ET.SubElement(meta, "description").text = _clean(description)
    graph = ET.SubElement(root, "graph", {"defaultedgetype": "directed", "mode": "static"})
    for kind, names in (("node", NODES), ("edge", EDGES)):
        attributes = ET.SubElement(graph, "attributes", {"class": kind})
        for name, type_ in names:
            ET.SubElement(attributes, "attribute", {"id": name, "title": name, "type": type_})
    nodes, edges = ET.SubElement(graph, "nodes"), ET.SubElement(graph, "edges")
    for node in marks.nodes:
        element = ET.SubElement(nodes, "node", {"id": _clean(node.id), "label": _clean(node.label)})
        told = {"layer": node.layer, "findings": node.findings, "territories": ", ".join(node.territories)}
        _add_values(element, told)
    for number, link in enumerate(marks.links):
        ends = {"source": _clean(link.source), "target": _clean(link.target)}
        element = ET.SubElement(edges, "edge", {"id": str(number), **ends, "weight": str(link.findings)})
        told = {"several_origins": link.several_origins, "contested": link.contested,
                "examples": ", ".join(link.finding_ids)}  # fmt: skip
        _add_values(element, told)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_values(element: ET.Element, told: dict[str, object]) -> None:
    values = ET.SubElement(element, "attvalues")
    for name, value in told.items():
        ET.SubElement(values, "attvalue", {"for": name, "value": _clean(str(value))})


def _clean(words: str) -> str:
    """Take out what XML 1.0 has no place for."""
    return _NO_XML.sub("\ufffd", words)
