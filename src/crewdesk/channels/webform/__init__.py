"""The form on the web: by category, guarded without outside services, embeddable."""
