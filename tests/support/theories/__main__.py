"""The command line of `tests.support.theories`."""

import argparse
import json
import sys

from tests.support.theories.compare import differences
from tests.support.theories.draw import KINDS, theory


def main() -> int:
    """Compare as many theories of a kind as are asked for, and say which differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    asked = parser.parse_args()
    failed = 0
    for kind in asked.kind or KINDS:
        wrong = {
            seed: found
            for seed in range(asked.seed, asked.seed + asked.count)
            if (found := list(differences(theory(kind, seed))))
        }
        for seed, found in wrong.items():
            print(json.dumps(theory(kind, seed)), *found, sep="\n")
        print(f"{kind}: {asked.count} theories, {len(wrong)} differ", flush=True)
        failed += len(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
