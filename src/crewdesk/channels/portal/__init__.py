"""What a customer sees: the own requests, one of them, and what can be done about it."""
