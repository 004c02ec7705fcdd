"""The composition root and the edges: files, clock, processes."""
