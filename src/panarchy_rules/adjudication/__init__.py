"""A dispute and a world in, a judgment out; and the check of a judgment's chains."""
