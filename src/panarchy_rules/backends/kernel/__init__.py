"""The kernel: one dispute in a microsecond, or many millions in a second; which rules decided, but not why."""
