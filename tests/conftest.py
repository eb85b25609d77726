"""Say how long property tests look: the same examples each time, or many new ones if PANARCHY_HUNT is set.

Hypothesis takes some of its examples from the constants of all modules that are loaded. A test would look at others
alone than among many, and one that failed would pass when it is tried again; so it is given none.

Many tests start `panarchy` as a user does. Where Python is told to keep no compiled modules, each start would compile
all of them anew; for the tests they are kept in a folder that goes when the tests end.
"""

import os
import tempfile

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

if hasattr(providers, "_get_local_constants"):
    providers._get_local_constants = lambda: providers._local_constants

settings.register_profile(
    "ordinary",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "hunt",
    deadline=None,
    max_examples=100_000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("hunt" if os.environ.get("PANARCHY_HUNT") else "ordinary")

if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    _compiled = tempfile.TemporaryDirectory(prefix="panarchy-tests-")  # Processes that this one starts inherit it.
    os.environ["PYTHONPYCACHEPREFIX"] = _compiled.name
