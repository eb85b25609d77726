"""Say how long property tests look: the same examples each time, or many new ones if PANARCHY_HUNT is set."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("ordinary", deadline=None, derandomize=True, database=None, max_examples=200)
settings.register_profile(
    "hunt",
    deadline=None,
    max_examples=100_000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("hunt" if os.environ.get("PANARCHY_HUNT") else "ordinary")
