"""The language that the core and the adapters speak to each other."""
