"""Throw broken bytes at the targets for a while: `python -m fuzzing.run --seconds 60 [--target WORDS]`.

With atheris installed (it is in the extra `fuzzing`), libFuzzer is led by what each input covers; without it, inputs
are made at random from the seeds. Each target runs in a process of its own with bounded memory, so that a crash of a
library is a finding as an exception is. What was found lies in the folder, and is thrown again first the next time.
"""

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random

MEMORY_MIB = 2_048
"""Address space of a target's process: a library's own reserve is part of it."""
SLOW_S = 10.0
"""An input that takes longer is a finding."""
HANGS_S = 30


def main() -> None:
    """Run the targets one after the other and print what came of each."""
    arguments = _arguments()
    if arguments.within:
        _throw(arguments.within, arguments.seconds, arguments.out, arguments.seed)
        return
    from fuzzing.targets import TARGETS

    names = [name for name in TARGETS if not arguments.target or any(word in name for word in arguments.target)]
    if not names:
        sys.exit(f"no target has {' or '.join(arguments.target)} in its name; there are: {', '.join(TARGETS)}")
    found = [_run(name, arguments.seconds, arguments.out, arguments.seed) for name in names]
    hours = len(names) * arguments.seconds / 3600
    print(f"{len(names)} targets, {hours:.2f} hours, {sum(found)} findings in {arguments.out}")
    sys.exit(1 if any(found) else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--target", action="append", default=[], help="words in the target's name; may be repeated")
    parser.add_argument("--out", type=Path, default=Path("build/fuzzing"), help="folder of findings and corpora")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--within", help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(name: str, seconds: int, out: Path, seed: int) -> int:
    """Run one target in a process of its own; return the number of findings."""
    folder = out / name.replace("/", "-").replace(" ", "_")
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzzing.run", "--within", name, "--seconds", str(seconds), "--seed", str(seed)]
    log = folder / "log.txt"
    with log.open("wb") as stream:
        done = subprocess.run([*command, "--out", str(folder)], check=False, stdout=stream, stderr=stream)
    told = folder / "told.json"
    tries = json.loads(told.read_text())["tries"] if told.exists() else "?"
    findings = sum(
        1 for path in folder.iterdir() if path.name.startswith(("crash-", "timeout-", "oom-", "slow-", "leak-"))
    )
    ended = "" if done.returncode == 0 or findings else f", ended with {done.returncode}: see {log}"
    print(f"{name:70} {tries:>10} tries {findings:>3} findings{ended}", flush=True)
    return findings + (1 if ended else 0)


def _throw(name: str, seconds: int, folder: Path, seed: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if importlib.util.find_spec("atheris"):
        _throw_led(name, seconds, folder, seed)
    else:
        _throw_at_random(name, seconds, folder, seed)


def _throw_led(name: str, seconds: int, folder: Path, seed: int) -> None:
    """Let libFuzzer find inputs; it ends the process at the first finding."""
    import atheris

    with atheris.instrument_imports(include=["countersight"]):
        from fuzzing.targets import TARGETS
    from fuzzing.seeds import seeds_of

    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, data in enumerate(seeds_of(name)):
        (corpus / f"seed-{number}").write_bytes(data)
    target, tries = TARGETS[name], 0

    def once(data: bytes) -> None:
        nonlocal tries
        tries += 1
        if tries % 1_000 == 0:
            (folder / "told.json").write_text(json.dumps({"tries": tries}))
        target(data)

    target(seeds_of(name)[0])  # what is loaded once, such as the model that tells languages, is no input's time
    options = [f"-max_total_time={seconds}", f"-timeout={HANGS_S}", f"-rss_limit_mb={MEMORY_MIB}", f"-seed={seed + 1}"]
    atheris.Setup([sys.argv[0], *options, "-max_len=65536", f"-artifact_prefix={folder}/", str(corpus)], once)
    atheris.Fuzz()


def _throw_at_random(name: str, seconds: int, folder: Path, seed: int) -> None:
    from fuzzing.breaking import break_bytes
    from fuzzing.seeds import seeds, seeds_of
    from fuzzing.targets import TARGETS

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MIB << 20, MEMORY_MIB << 20))
    target, random, near, everything = TARGETS[name], Random(seed), seeds_of(name), list(seeds().values())
    last = folder / f"last-{os.getpid()}"
    for data in near:  # libraries are loaded when they are first used
        target(data)
    end, tries = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data, began = break_bytes(random.choice(near), everything, random), time.monotonic()
        last.write_bytes(data)  # of a crash that ends the process, nobody else could tell
        tries += 1
        try:
            target(data)
        except Exception as error:  # noqa: BLE001  whatever it is, it is a finding
            (folder / f"crash-{type(error).__name__}-{tries}").write_bytes(data)
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        if time.monotonic() - began > SLOW_S:
            (folder / f"slow-{tries}").write_bytes(data)
    last.unlink(missing_ok=True)
    (folder / "told.json").write_text(json.dumps({"tries": tries}))


if __name__ == "__main__":
    main()
