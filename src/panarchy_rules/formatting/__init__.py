"""Law text in, the same law in canonical form out."""
