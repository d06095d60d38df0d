"""Sorts more records than it wants to hold: sorted parts go to temporary files, which are merged at the end."""

import heapq
import os
import random
import tempfile

PARTS = 12
RECORDS = 80_000  # of 100 bytes, as text: 8 MB a part


def sorted_part(seed):
    source = random.Random(seed)
    records = sorted(f"{source.getrandbits(64):020d}{'x' * 79}\n" for _ in range(RECORDS))
    part = tempfile.TemporaryFile("w+")  # below $TMPDIR
    part.writelines(records)
    part.seek(0)
    return part


parts = [sorted_part(seed) for seed in range(PARTS)]
last, count = "", 0
for record in heapq.merge(*parts):
    assert last <= record
    last, count = record, count + 1
print(f"sorted {count} records with {PARTS} temporary files in {os.environ.get('TMPDIR', '/tmp')}")
