"""Type stubs of resources, written from the definitions."""
