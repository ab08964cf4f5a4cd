"""Foundations of all other packages: wrappers, switches, models, locks, spelling."""
