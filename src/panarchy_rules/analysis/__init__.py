"""Questions about whole worlds, not about one dispute."""
