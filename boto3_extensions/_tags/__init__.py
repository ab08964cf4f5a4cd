"""Tags of resources, whatever the service calls them."""
