"""Say how long property tests look: the same examples each time, or many new ones if PANARCHY_HUNT is set.

Many tests start `panarchy` as a user does. Where Python is told to keep no compiled modules, each start would compile
all of them anew; for the tests they are kept in a folder that goes when the tests end.
"""

import os
import tempfile

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

if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    _compiled = tempfile.TemporaryDirectory(prefix="panarchy-tests-")  # Processes that this one starts inherit it.
    os.environ["PYTHONPYCACHEPREFIX"] = _compiled.name
