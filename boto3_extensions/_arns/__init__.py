"""The making and reading of ARNs, and the resources that ARNs name."""
