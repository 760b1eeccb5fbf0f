"""Forms on which an admin defines fields, forms and statuses. What they hold goes to `operations.definitions` as it is."""
