"""Sessions of assumed roles: what they are asked for, and how they stay fresh."""
