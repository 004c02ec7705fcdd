"""Packs: a document and what a class needs to study it, as plain data."""
