"""Descriptions of resource types, and a search through them."""
