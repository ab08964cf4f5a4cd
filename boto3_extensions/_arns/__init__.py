"""ARNs of resources: making them, reading them, and the way back to the resource."""
