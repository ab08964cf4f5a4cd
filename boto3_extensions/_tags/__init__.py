"""Tags of resources of all services, by a single interface."""
