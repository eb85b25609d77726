"""The check of a judgment: a world and a judgment in, everything that does not hold out."""
