"""Reading of raw mail: pure functions over bytes, free of Django and of the database."""
