"""A process that fills a store until it is killed: `endless_writer.py FOLDER DATABASE FIRST`. It says each commit."""

import sys
from itertools import count
from pathlib import Path

from conftest import MadeUp
from countersight.model.decision import Verdict
from countersight.model.failure import Stage
from countersight.store import open_store
from countersight.store.base import Step

folder, database, first = sys.argv[1:]
made_up, store = MadeUp(), open_store(Path(folder), database=database)
for number in count(int(first)):
    claims = made_up.fill(store, number)
    with store.writer() as writer:
        for claim in claims:
            writer.add_step(Step(stage=Stage.RESOLVE, item=claim.id, version="1", outcome="done"))
            writer.decide(claim.id, Verdict.ACCEPT, "A", "", decided_at=made_up.document()[2].captured_at)
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()
