"""One database, SQLite or PostgreSQL: its tables, migrations and queries."""
