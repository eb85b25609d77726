"""A question to many laws as one SQL text, for DuckDB, PostgreSQL and Spark."""
