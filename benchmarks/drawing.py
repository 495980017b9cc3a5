"""How long drawings take and how large they are, on made-up marks of growing number.

    python benchmarks/drawing.py

Prints one row for each drawing: marks, median milliseconds of five runs, bytes, and bytes compressed with gzip as a
server sends them. Sizes are the same on every machine; compare times only with one another.
"""

import gzip
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from countersight.drawing import (
    Arc,
    Event,
    Frame,
    Lane,
    Layer,
    Link,
    Node,
    Recipient,
    Stage,
    Support,
    draw_flow,
    draw_map,
    draw_ribbons,
    draw_timeline,
    drawing_css,
    shapes_svg,
    standalone,
    to_png,
)
from countersight.drawing.places import places

FRAME = Frame(key="b")
RUNS = 5


def recipients(number: int) -> list[Recipient]:
    """Make so many recipients, the same each time."""
    chosen = random.Random(1).sample(sorted(places()), number)
    return [
        Recipient(code=code, label=f"Land {code}", count=at + 1, href=f"/t/{code}") for at, code in enumerate(chosen)
    ]


def lanes(number: int) -> list[Lane]:
    """Make ten lanes with so many events in all."""
    draw = random.Random(2)
    events = [
        Event(label=f"Supply {at}", start=(day := date(2005, 1, 1) + timedelta(days=draw.randrange(7_000))),
              end=day + timedelta(days=draw.choice([0, 0, 30, 364])), href=f"/f/{at}",
              support=draw.choice(list(Support)), stage=draw.choice(list(Stage)))
        for at in range(number)
    ]  # fmt: skip
    return [Lane(label=f"Vendor {at}", href=f"/v/{at}", events=tuple(events[at::10])) for at in range(10)]


def graph(number: int) -> tuple[list[Node], list[Link]]:
    """Make so many links between vendors and recipients."""
    draw = random.Random(3)
    nodes = [Node(id=f"v{at}", label=f"Vendor {at}", layer=Layer.VENDOR, href="/v") for at in range(40)]
    nodes += [Node(id=f"r{at}", label=f"Agency {at}", layer=Layer.RECIPIENT, href="/r") for at in range(60)]
    pairs = draw.sample([(one, other) for one in range(40) for other in range(60)], number)
    return nodes, [
        Link(source=f"v{one}", target=f"r{other}", count=1 + (one + other) % 7, href="/l") for one, other in pairs
    ]


def measure(name: str, marks: int, work: Callable[[], str | bytes]) -> None:
    """Print one row."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        made = work()
        times.append((time.perf_counter() - start) * 1000)
    content = made if isinstance(made, bytes) else str(made).encode()
    print(f"| {name} | {marks} | {statistics.median(times):.1f} | {len(content):,} | {len(gzip.compress(content)):,} |")


def main() -> None:
    """Measure every drawing."""
    arcs = [Arc(source=one.code, target="mn", label=f"{one.code} to mn", href="/a") for one in recipients(25)]
    print("| drawing | marks | ms | bytes | gzip |\n|---|---|---|---|---|")
    for number in (0, 20, 200):
        measure("map, shapes within", number, lambda n=number: draw_map(recipients(n), arcs, frame=FRAME))
        measure(
            "map, shapes cached", number, lambda n=number: draw_map(recipients(n), arcs, frame=FRAME, shapes_href="/s")
        )
    for number in (30, 300):
        measure("timeline", number, partial(draw_timeline, lanes(number), frame=FRAME))
        measure("flow", number, partial(draw_flow, *graph(number), frame=FRAME))
        measure("ribbons", number, partial(draw_ribbons, *graph(number), frame=FRAME))
    drawn = draw_map(recipients(60), frame=FRAME)
    file = standalone(drawn, title="Map", source="Made up")
    measure("file with its own style", 60, partial(standalone, drawn, title="Map", source="Made up"))
    measure("the same as PNG, 1,600 px", 60, partial(to_png, file, width=1600))
    measure("shapes to cache", 176, shapes_svg)
    measure("style to cache", 0, drawing_css)


if __name__ == "__main__":
    main()
