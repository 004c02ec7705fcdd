"""What those who run a place decide about it: each setting declared once, and what was chosen."""
