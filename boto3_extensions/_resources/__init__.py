"""Methods and attributes of resource classes by the package's words in definitions."""
