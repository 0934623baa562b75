"""From evidence to documents: one composer, and one writer a format."""
