"""What `import gd` costs beyond NumPy: fresh interpreters, interleaved, medians."""

import statistics
import subprocess
import sys

CODE = """
import time
start = time.perf_counter(); import numpy
middle = time.perf_counter(); import gd
print(middle - start, time.perf_counter() - middle)
"""
LIMIT_MS = 5

runs = [
    subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True
    ).stdout.split()
    for _ in range(21)
]
numpy_ms, gd_ms = (1000 * statistics.median(map(float, times)) for times in zip(*runs, strict=True))
print(f"import numpy {numpy_ms:.1f} ms, then import gd {gd_ms:.2f} ms (limit {LIMIT_MS})")
sys.exit(gd_ms > LIMIT_MS)
