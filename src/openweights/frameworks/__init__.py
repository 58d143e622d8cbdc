"""Published definitions of openness, one module each."""
