"""Search by the field's own syntax: `syntax` reads it, `query` answers it."""
