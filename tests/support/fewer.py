"""For properties whose worlds are costly: a quarter of the examples that others look at, also in the long run."""

from hypothesis import settings

fewer_examples = settings(max_examples=max(settings().max_examples // 4, 1))
