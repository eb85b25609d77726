"""Many disputes at once: a table and a map of its columns in, a row of results for every row out."""
