"""Links from the attributes of a resource to the other resources they name."""
