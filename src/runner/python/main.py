"""Runs users' reward functions for the editor and the command line; the standard library alone, Python 3.8+."""

import os
import sys

if sys.version_info < (3, 8):
    sys.exit("Python 3.8 or newer is needed to run reward functions; this is %d.%d" % sys.version_info[:2])

# What this file imports must be its own package even where the user has a module of that name, and the user's
# imports must not find this folder.
_HERE = os.path.dirname(os.path.abspath(__file__))
# Stale bytecode would be taken for a file that was saved twice within a second.
sys.dont_write_bytecode = True
sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.getcwd()) != _HERE]
sys.path.insert(0, _HERE)

from vqa_verify_runner import service  # noqa: E402

sys.path.remove(_HERE)

if __name__ == "__main__":
    service.serve()
