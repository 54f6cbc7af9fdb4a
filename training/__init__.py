"""Training of the shipped encoder; outside the package, never imported by it."""
