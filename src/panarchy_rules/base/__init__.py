"""The ground floor: spans, diagnostics, exact values and calendar arithmetic, used by every other package."""
