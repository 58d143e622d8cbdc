"""Reports in the formats of people and of other programs. One data model, one module a format, and in each one place that escapes."""
