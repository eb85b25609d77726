"""A dispute and a world in, a judgment out."""
