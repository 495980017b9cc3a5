"""What the command `judge` prints: judgements, pairs to judge, and what a split would do."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from countersight.cli.printing import SHORT_ID, print_json, print_rows
from countersight.cli.terminal import echo
from countersight.model.clusters import Clusters, tell_judgement
from countersight.model.entity import JudgementValue
from countersight.model.identity import IdentityJudgement, is_name_node

if TYPE_CHECKING:  # the command line answers --help without the stage
    from countersight.resolve.exchange import Imported
    from countersight.resolve.nodes import Node, Nodes
    from countersight.resolve.splitting import Side, SplitPlan
    from countersight.resolve.suggestions import Suggestion

SIGNS = {
    JudgementValue.POSITIVE: "=",
    JudgementValue.NEGATIVE: "≠",
    JudgementValue.UNSURE: "?",
    JudgementValue.NO_JUDGEMENT: "taken back",
}
SHOWN = 10
"""Members, claims and findings that are named where there may be many; the rest is counted."""
AGAIN = "next: countersight run groups the findings anew"


def tell_node(node: "Node") -> str:
    """Name a node so that it can be given back to the command."""
    return f"{node.name} ({_short(node.id)})" if node.name != node.id else node.id


def print_judgement(judgement: IdentityJudgement, nodes: "Nodes", clusters: Clusters, *, as_json: bool) -> None:
    """Print a judgement and the cluster or clusters that it leaves."""
    if as_json:
        print_json([judgement])
        return
    echo(tell_judgement(judgement))
    for canonical in dict.fromkeys((clusters.canonical(judgement.left), clusters.canonical(judgement.right))):
        members = clusters.members(canonical)
        others = (
            f", together with {_list([tell_node(nodes.describe(one)) for one in members[1:]])}" if members[1:] else ""
        )
        echo(f"  {tell_node(nodes.describe(canonical))}{others}")
    echo(AGAIN)


def print_standing(one: "Node", other: "Node", clusters: Clusters, *, as_json: bool) -> None:
    """Print what follows for a pair, and the judgements that it follows from."""
    answer, chain = clusters.answer(one.id, other.id), clusters.explain(one.id, other.id)
    if as_json:
        print_json([{"one": one.id, "other": other.id, "answer": answer, "chain": chain}])
        return
    told = {
        JudgementValue.POSITIVE: "are the same",
        JudgementValue.NEGATIVE: "are not the same",
        JudgementValue.UNSURE: "may be the same",
        JudgementValue.NO_JUDGEMENT: "have not been judged; add --same, --not-same or --unsure, --by and --because",
    }[answer]
    echo(f"{tell_node(one)} and {tell_node(other)} {told}")
    for judgement in chain:
        echo(f"  {tell_judgement(judgement)}")
    for node in (one, other):
        if node.means:
            echo(f"  the machine takes “{node.name}” ({_count(node.claims, 'claim')}) for {node.means}")


def print_judgements(judgements: Iterable[IdentityJudgement], clusters: Clusters, *, as_json: bool) -> None:
    """Print judgements, a line each, and which of them stand."""
    if as_json:
        print_json(judgements)
        return
    rows = (
        (
            str(judgement.sequence),
            f"{judgement.decided_at:%Y-%m-%d}",
            judgement.by,
            _called(judgement.left, judgement.left_name),
            SIGNS[judgement.value],
            _called(judgement.right, judgement.right_name),
            judgement.reason,
            "stands" if clusters.judgement(judgement.left, judgement.right) == judgement else "",
        )
        for judgement in judgements
    )
    columns = ("no.", "on", "by", "one", "is", "other", "because", "now")
    print_rows(columns, rows, empty="nothing judged here; `countersight judge queue` lists pairs worth judging")


def print_split(plan: "SplitPlan", nodes: "Nodes", *, as_json: bool) -> None:
    """Print what a split takes back and where claims and findings go."""
    if as_json:
        print_json([plan])
        return
    echo("taken back:")
    for judgement in plan.taken_back:
        echo(f"  {tell_judgement(judgement)}")
    for one, other in plan.denied:
        echo(f"judged from now on: {_tell(nodes, one)} is not {_tell(nodes, other)}")
    for side in plan.sides:
        echo("\n".join(_tell_side(side, nodes)))
    if plan.divided:
        echo(f"findings that rest on more than one of these, and will be taken apart: {_short_ids(plan.divided)}")


def print_queue(suggestions: Sequence["Suggestion"], *, left: int, as_json: bool) -> None:
    """Print pairs worth judging; `left` is how many further ones there are."""
    if as_json:
        print_json(suggestions)
        return
    rows = (
        (
            f"{one.claims:,}",
            "" if one.probability is None else f"{one.probability:.2f}",
            tell_node(one.one),
            tell_node(one.other),
            one.reason,
        )
        for one in suggestions
    )
    empty = "nothing to judge: no name was left open, and none that was kept as itself is like another"
    columns = ("claims", "sure", "one", "other", "why")
    print_rows(columns, rows, empty=empty, total=len(suggestions) + left)
    if left:
        echo("--limit N lists more")
    if suggestions:
        pair = f'"{suggestions[0].one.name}" {_short(suggestions[0].other.id)}'
        echo(f'for example: countersight judge {pair} --same --by "YOUR NAME" --because "..."')


def print_imported(imported: "Imported", *, trial: bool, as_json: bool) -> None:
    """Print what came of a file of judgements."""
    if as_json:
        counts = {"judged": len(imported.judged), "standing": imported.standing, "passed_over": imported.passed_over}
        print_json([{**counts, "failed": len(imported.failures), "trial": trial}, *imported.failures])
        return
    for failure in imported.failures:
        echo(f"failed: {failure.item}: {failure.detail}", err=True)
    done = "would be taken in" if trial else "taken in"
    told = f"{_count(len(imported.judged), 'judgement')} {done}, {imported.standing:,} stood already"
    echo(f"{told}, {_count(imported.passed_over, 'line')} without a judgement, {len(imported.failures):,} failed")
    if imported.judged and not trial:
        echo(AGAIN)


def _tell_side(side: "Side", nodes: "Nodes") -> Iterator[str]:
    yield f"{'moved out' if side.is_moved else 'stays'}: {_list([_tell(nodes, node) for node in side.members])}"
    claims = f"{_count(len(side.claim_ids), 'claim')}: {_short_ids(side.claim_ids)}"
    yield f"  {claims}" if side.claim_ids else "  no claims"
    if side.finding_ids:
        yield f"  in {_count(len(side.finding_ids), 'finding')} of today: {_short_ids(side.finding_ids)}"


def _tell(nodes: "Nodes", node: str) -> str:
    return tell_node(nodes.describe(node))


def _called(node: str, name: str) -> str:
    return f"{name} ({_short(node)})" if name else _short(node)


def _short(node: str) -> str:
    return node[: SHORT_ID + 1] if is_name_node(node) else node


def _short_ids(ids: Sequence[str]) -> str:
    return _list([one[:SHORT_ID] for one in ids])


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _list(words: Sequence[str]) -> str:
    further = f" and {len(words) - SHOWN:,} more" if len(words) > SHOWN else ""
    return ", ".join(words[:SHOWN]) + further
