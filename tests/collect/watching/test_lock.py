"""One watcher at a time, and none too few after a kill."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from countersight.collect.watching import only_watcher
from countersight.errors import AlreadyWatching

HOLD = (
    "import sys; from pathlib import Path; from countersight.collect.watching import only_watcher\n"
    "with only_watcher(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
)


def test_second_watcher_is_told_of_the_first(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    assert first.stdin is not None
    try:
        assert first.stdout.readline() == "held\n"
        with pytest.raises(AlreadyWatching, match=f"process {first.pid}"), only_watcher(tmp_path):
            pass
        first.send_signal(signal.SIGKILL)
        first.wait(10)
        with only_watcher(tmp_path):
            pass
    finally:
        first.kill()
        first.wait()
        first.stdin.close()
        first.stdout.close()


def test_lock_is_given_back(tmp_path: Path) -> None:
    for _ in range(2):
        with only_watcher(tmp_path):
            pass
