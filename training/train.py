"""Train the network from its seeds: first on everything that is not held out, then on the gold passages.

    python -m training.train --out FOLDER [--data DATA_FOLDER] [--gold GOLD.jsonl] [--folds 5]

Without --data only the passages that we wrote are learnt from. With --gold the network is tuned on those passages
last, and with --folds as well measured on them by cross-validation over documents: each is read by a network that never
saw it.
"""

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (its usual name)
from tokenizers import Tokenizer
from torch import Tensor

from countersight.extract.scoring import LEVELS, SLOTS, Tally, score_document
from countersight.extract.trained.labels import ROLES
from countersight.extract.trained.reading import Thresholds
from training.corpus import Passage, read_annotated, read_passages, read_written, rename
from training.encoder import read_encoder, stored_path
from training.examples import IGNORED, Example, Target, make_examples, negative
from training.measuring import TorchModel, predict
from training.network import Network
from training.pieces import make_tokenizer

SEED = 20261123
TOKENS = 1536
"""Tokens of one batch, padding counted."""
RATE, HEADS_RATE = 3e-4, 2e-3
"""Learning rates of the encoder's layers and of what is new."""
TUNING = 0.5
"""Share of those rates when tuning on the gold."""
ROLES_SHARE = 0.02
"""Weight of a wrong tag of a role, summed over tokens, beside one wrong kind."""
BLIND = 0.15
"""Share of windows shown without the dictionaries' marks, so that unknown names are read too."""
EMPTY = 0.6
"""Share of the windows without a claim that are shown in each epoch."""
NEGATIVES = 0.6
"""Chance that a window is shown with a sentence to refuse."""


def main() -> None:
    """Train, measure and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--data", type=Path, help="the published collections that were annotated")
    parser.add_argument("--gold", type=Path, help="passages in the gold format, learnt last")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--tuning-epochs", type=int, default=4)
    parser.add_argument("--folds", type=int, default=0, help="measure on the gold in so many parts")
    parser.add_argument("--base", type=Path, help="weights to start from, in place of the encoder alone")
    parser.add_argument("--minutes", type=float, default=math.inf, help="end the first part early after so long")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    seed(SEED)
    encoder = read_encoder(stored_path())
    tokenizer = make_tokenizer(encoder.vocabulary, encoder.unknown)
    network = Network(encoder)
    if chosen.base:
        network.load_state_dict(torch.load(chosen.base), strict=False)
    written, real = read_written(), read_annotated(chosen.data) if chosen.data else []
    gold = list(read_passages(chosen.gold)) if chosen.gold else []
    say(f"{len(written)} written, {len(real)} annotated, {len(gold)} gold passages")
    if chosen.epochs:
        fit(
            network,
            written,
            real,
            tokenizer,
            epochs=chosen.epochs,
            minutes=chosen.minutes,
            gold=gold,
            kept=chosen.out / "base.pt",
        )
    base = {name: value.clone() for name, value in network.state_dict().items()}
    predictions = {}
    for fold in range(chosen.folds):
        network.load_state_dict(base)
        held = [passage for number, passage in enumerate(gold) if number % chosen.folds == fold]
        rest = [passage for number, passage in enumerate(gold) if number % chosen.folds != fold]
        seed(SEED + fold)
        tune(network, rest, written, real, tokenizer, epochs=chosen.tuning_epochs)
        save(network, chosen.out / f"fold{fold}.pt")
        predictions |= read_all(network, held, tokenizer)
        report(f"fold {fold}", held, predictions)
    if chosen.folds:
        report("all folds", gold, predictions)
        lines = (json.dumps({"id": p["id"], "claims": predictions[p["id"]]}, ensure_ascii=False) for p in gold)
        (chosen.out / "folds.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if gold:
        network.load_state_dict(base)
        seed(SEED)
        tune(network, gold, written, real, tokenizer, epochs=chosen.tuning_epochs)
    save(network, chosen.out / "network.pt")


def fit(
    network: Network, written: Sequence[Passage], real: Sequence[Passage], tokenizer: Tokenizer, *,
    epochs: int, minutes: float, gold: Sequence[Passage], kept: Path,
) -> None:  # fmt: skip
    """Learn from written and annotated passages; the gold is only looked at, to see how far it has come.

    The network is kept at `kept` after each epoch.
    """
    chance = random.Random(SEED)
    fixed = [example for passage in real for example in make_examples(passage, tokenizer)]
    steps = epochs * len(list(batches(fixed + examples_of(written, tokenizer, chance), random.Random(0))))
    optimizer, schedule = optimizing(network, steps, 1.0)
    begun = time.monotonic()
    for epoch in range(epochs):
        examples = fixed + examples_of(written, tokenizer, chance)
        loss = run_epoch(network, examples, optimizer, schedule, chance, until=begun + 60 * minutes)
        say(f"epoch {epoch + 1} of {epochs}: loss {loss:.3f}, {time.monotonic() - begun:.0f} s")
        save(network, kept)
        if gold and epoch + 1 >= epochs / 2:
            report("gold, not learnt from", gold, read_all(network, gold, tokenizer))
        if time.monotonic() > begun + 60 * minutes:
            break


def tune(
    network: Network, gold: Sequence[Passage], written: Sequence[Passage], real: Sequence[Passage],
    tokenizer: Tokenizer, *, epochs: int,
) -> None:  # fmt: skip
    """Learn the gold, with as many other passages between as keep what was learnt before."""
    chance = random.Random(SEED)
    pool = [*written, *(passage for passage in real if passage["claims"])]
    rounds = [
        [
            *(example for passage in gold for example in make_examples(passage, tokenizer)),
            *examples_of(chance.sample(pool, min(len(pool), len(gold))), tokenizer, chance),
        ]
        for _ in range(epochs)
    ]
    optimizer, schedule = optimizing(network, sum(len(list(batches(r, random.Random(0)))) for r in rounds), TUNING)
    for examples in rounds:
        run_epoch(network, examples, optimizer, schedule, chance)


def examples_of(passages: Sequence[Passage], tokenizer: Tokenizer, chance: random.Random) -> list[Example]:
    """Label passages, some of them with other names."""
    return [example for passage in passages for example in make_examples(rename(passage, chance), tokenizer)]


def batches(examples: Sequence[Example], chance: random.Random) -> Iterator[list[Example]]:
    """Yield batches of windows of like length, in random order; each epoch leaves out some windows without a claim."""
    shown = [example for example in examples if example.targets or chance.random() < EMPTY]
    shown.sort(key=lambda example: len(example.window.pieces) * chance.uniform(0.85, 1.15))
    made: list[list[Example]] = []
    for example in shown:
        longest = max(len(example.window.pieces), *(len(e.window.pieces) for e in made[-1])) if made else 0
        if made and longest * (len(made[-1]) + 1) <= TOKENS:
            made[-1].append(example)
        else:
            made.append([example])
    chance.shuffle(made)
    yield from made


def optimizing(
    network: Network, steps: int, share: float
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Return AdamW with a short warm-up and a straight way down."""
    old = [
        p for name, p in network.named_parameters() if p.requires_grad and ("layers." in name or "positions" in name)
    ]
    known = {id(parameter) for parameter in old}
    new = [p for p in network.parameters() if p.requires_grad and id(p) not in known]
    groups = [{"params": old, "lr": RATE * share}, {"params": new, "lr": HEADS_RATE * share}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, int(0.06 * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(0.02, 1 - step / (steps + 1))
    )
    return optimizer, schedule


def run_epoch(
    network: Network, examples: Sequence[Example], optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler, chance: random.Random, *, until: float = math.inf,
) -> float:  # fmt: skip
    """Show the examples once; return the mean loss."""
    network.train()
    losses = []
    for number, batch in enumerate(batches(examples, chance)):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(network, batch, chance)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if number % 50 == 49:
            say(f"  {number + 1} batches, loss {sum(losses[-50:]) / 50:.3f}")
        if time.monotonic() > until:
            break
    return sum(losses) / max(1, len(losses))


def loss_of(network: Network, batch: Sequence[Example], chance: random.Random) -> Tensor:
    """Return how far the network is from the answers of a batch."""
    longest = max(len(example.window.pieces) for example in batch)
    pieces = torch.ones(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest)
    evidence = torch.full((len(batch), longest), IGNORED)
    features = torch.zeros(len(batch), longest, batch[0].window.features.shape[1])
    for row, example in enumerate(batch):
        length = len(example.window.pieces)
        pieces[row, :length] = torch.from_numpy(example.window.pieces)
        mask[row, :length] = 1.0
        evidence[row, :length] = torch.from_numpy(example.evidence)
        if chance.random() > BLIND:
            features[row, :length] = torch.from_numpy(example.window.features)
    hidden, tags = network.finder(pieces, features, mask)
    weights = torch.tensor([1.0, 2.0, 1.2])
    loss = F.cross_entropy(tags.float().transpose(1, 2), evidence, weight=weights, ignore_index=IGNORED)
    asked = [(row, target) for row, example in enumerate(batch) for target in asked_of(example, chance)]
    return 3.0 * loss + (reading_loss(network, hidden, features, mask, asked, chance) if asked else 0.0)


def asked_of(example: Example, chance: random.Random) -> Iterator[Target]:
    """Yield what the reader is asked about a window: its claims, and at times a sentence without one."""
    yield from example.targets
    if chance.random() < NEGATIVES and (refused := negative(example, chance)):
        yield refused


def reading_loss(
    network: Network, hidden: Tensor, features: Tensor, mask: Tensor, asked: Sequence[tuple[int, Target]],
    chance: random.Random,
) -> Tensor:  # fmt: skip
    """Return how far the reader is from the slots of the claims asked about."""
    rows = torch.tensor([row for row, _ in asked])
    length = hidden.shape[1]
    marks = torch.zeros(len(asked), length)
    for number, (row, target) in enumerate(asked):
        first, last = shifted(target, int(mask[row].sum()), chance)
        marks[number, first:last] = 1.0
    roles, kind, status, technology = network.reader(hidden[rows], features[rows], marks, mask[rows])
    kinds = torch.from_numpy(np.stack([target.kinds for _, target in asked]))
    loss = F.cross_entropy(kind.float(), kinds)
    real = [number for number, (_, target) in enumerate(asked) if target.roles is not None]
    if not real:
        return loss
    targets = [asked[number][1] for number in real]
    statuses = torch.tensor([target.status for target in targets])
    labels = torch.from_numpy(np.stack([target.technologies for target in targets if target.technologies is not None]))
    tags = torch.full((len(real), length, len(ROLES)), IGNORED)
    for number, target in enumerate(targets):
        if target.roles is not None:
            tags[number, : len(target.roles)] = torch.from_numpy(target.roles)
    scores = roles[real].float().view(len(real), length, len(ROLES), 3)
    loss = loss + 0.6 * F.cross_entropy(status[real].float(), statuses)
    wrong = F.binary_cross_entropy_with_logits(technology[real].float(), labels, reduction="sum")
    loss = loss + 0.5 * wrong / len(real)
    weights = torch.tensor([1.0, 3.0, 2.0])
    # Summed over tokens, for the few words that fill a slot must not drown among the many that do not.
    astray = F.cross_entropy(
        scores.reshape(-1, 3), tags.view(-1), weight=weights, ignore_index=IGNORED, reduction="sum"
    )
    return loss + ROLES_SHARE * astray / len(real)


def shifted(target: Target, length: int, chance: random.Random) -> tuple[int, int]:
    """Move the ends of the evidence a little, at times, as the finder will."""
    if chance.random() < 0.5:
        return target.first, target.last
    first = min(max(1, target.first + chance.randint(-4, 4)), target.last - 1)
    return first, max(first + 1, min(length - 1, target.last + chance.randint(-4, 4)))


def read_all(network: Network, passages: Sequence[Passage], tokenizer: Tokenizer) -> dict[str, list[dict[str, Any]]]:
    """Return the claims that the network alone reads in each passage."""
    model, thresholds = TorchModel(network), Thresholds()
    return {passage["id"]: predict(passage, model, tokenizer, thresholds) for passage in passages}


def report(what: str, passages: Sequence[Passage], predictions: dict[str, list[dict[str, Any]]]) -> None:
    """Print the figures of the network alone, without rules, over all languages and for each."""
    tallies = [
        (passage["lang"], score_document(passage["text"], passage["claims"], predictions[passage["id"]])[0])
        for passage in passages
    ]
    for language in ("all", *sorted({language for language, _ in tallies})):
        tally = sum((tally for lang, tally in tallies if language in ("all", lang)), Tally())
        figures = "  ".join(f"{level} {tally.scores(level)[2]:.3f}" for level in LEVELS)
        hit = f"empty hit {tally.empty_hit} of {tally.empty}"
        say(f"{what}: {language:<4} gold {tally.gold:>4} read {tally.predicted:>4}  {figures}  {hit}")
    whole = sum((tally for _, tally in tallies), Tally())
    say("  slots: " + ", ".join(f"{slot} {whole.slot_accuracy(slot):.2f}" for slot in SLOTS))


def save(network: Network, path: Path) -> None:
    """Keep all weights but the frozen word vectors, which the encoder has."""
    state = {name: value for name, value in network.state_dict().items() if name != "finder.words.weight"}
    torch.save(state, path)


def seed(number: int) -> None:
    """Start every source of chance from `number`."""
    random.seed(number)
    np.random.seed(number)
    torch.manual_seed(number)


def say(line: str) -> None:
    """Tell how far the work has come."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
