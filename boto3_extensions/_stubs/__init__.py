"""Type stubs written from the definitions."""
