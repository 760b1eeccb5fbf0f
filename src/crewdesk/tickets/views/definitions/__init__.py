"""Settings in which an admin defines fields, forms and statuses."""
