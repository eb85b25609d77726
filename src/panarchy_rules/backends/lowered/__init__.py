"""A question to a rulebook as arithmetic on whole numbers: what the kernel and SQL have in common."""
