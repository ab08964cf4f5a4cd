"""Descriptions of resource types, and the search for names in all of them."""
