"""Puts stories into a desk in bulk, as the verbs would have left them."""
