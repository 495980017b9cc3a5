import os
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard
from tests.collect.archives.making import gz, http, response, save

TAKE_APART = """
import resource, sys
from countersight.collect.archives.originals import Originals
from countersight.collect.archives.warc import WarcContainer
from countersight.collect.base import CollectLimits, Collected, utc_now
import countersight.collect.url, zstandard

size = int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmSize"))) * 1024
resource.setrlimit(resource.RLIMIT_AS, (size + int(sys.argv[2]),) * 2)
with open(sys.argv[1], "rb") as stream:
    limits = CollectLimits(max_document_bytes=2_000_000)
    found = WarcContainer().members(stream, address="file:///x", limits=limits, clock=utc_now)
    print(sum(isinstance(each, Collected) for each in found))
"""
MIB = 1 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process so")
@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, packing: str) -> None:
    """120 MiB of records are taken apart in 48 MiB of memory."""
    made = response(1, http(os.urandom(MIB // 4).hex().encode()[: MIB // 2] * 2))
    member = gz(made) if packing == "gzip" else zstandard.compress(made)
    path = save(tmp_path, "large.warc.gz", member * 120)
    command = [sys.executable, "-c", TAKE_APART, path, str(48 * MIB)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert (found.returncode, found.stdout.strip()) == (0, "120"), found.stderr
