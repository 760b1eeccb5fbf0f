"""A whole desk as a file, and back."""
