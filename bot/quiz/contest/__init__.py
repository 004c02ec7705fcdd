"""Competitions as a pure state machine: ``step(state, event)`` decides everything that happens."""
