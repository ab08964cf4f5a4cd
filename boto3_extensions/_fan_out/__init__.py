"""One call over many roles, accounts and regions."""
