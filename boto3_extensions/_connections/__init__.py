"""`ConnectionManager`: sessions of many roles, and calls over accounts and regions."""
