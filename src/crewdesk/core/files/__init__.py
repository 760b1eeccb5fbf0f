"""Files that people send: `store.store`, `links.signed_url`, `access.readable_by`."""
