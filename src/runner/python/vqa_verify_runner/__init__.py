"""The parts of the Python runner."""
