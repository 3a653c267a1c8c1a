"""Which documents match, and what they score."""
