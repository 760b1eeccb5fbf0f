"""Users, organizations and tickets from CSV files."""
