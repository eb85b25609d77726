"""The typed rulebook, the facts it is asked about and the verdicts it gives: plain frozen data."""
