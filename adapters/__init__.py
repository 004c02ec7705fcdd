"""Thin platforms over the core: each turns what it receives into a Request and renders the Reply."""
