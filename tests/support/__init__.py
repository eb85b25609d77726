"""Help for the tests, and nothing a test could claim by itself."""
