"""Mechanisms that all other rooms share."""
