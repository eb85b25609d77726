"""Law without territory: rulebooks, consents, and disputes resolved along opt-in conflict-of-law graphs."""

__version__ = "0.1.0"
