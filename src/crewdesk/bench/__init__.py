"""Measures of speed and memory: each module here is a bench with a `run()`; README.md says how they measure."""
