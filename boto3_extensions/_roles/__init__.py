"""Sessions of assumed roles: their parameters, credentials, renewal and cache."""
