"""The document: its structure, its addresses, how it is searched and how it is cited."""
