"""Put cases of a conflicts code to a rulebook: `conflict_of_laws.py RULEBOOK CASES.json`, which is `panarchy forum`.

Every case must give its law, its deciding rule and its overlays; the last line counts those that do and do not.
"""

import sys
from pathlib import Path

# As a script it is run from anywhere, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from panarchy_rules.cli import main

if __name__ == "__main__":
    sys.exit(main(["forum", *sys.argv[1:]]))
