"""Ways to execute a rulebook. Each reads the typed form only and gives the same verdicts."""
