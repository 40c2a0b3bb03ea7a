"""The extensions, and the modules of the chapters, for the tests beside this file."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "docs/_ext"), str(ROOT / "tests")]
