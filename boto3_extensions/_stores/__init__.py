"""Stores of role credentials that processes share: files and Redis."""
