"""Harnesses that try to break an index, each with a control that breaks nothing and one that must be seen."""
