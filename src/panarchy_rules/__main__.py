"""`python -m panarchy_rules` is `panarchy`."""

import sys

from panarchy_rules.cli import main

if __name__ == "__main__":
    sys.exit(main())
