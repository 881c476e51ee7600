"""Records exceptions that are raised inside the user's files, also those that are caught there."""

import os
import sys
import threading

from .values import shown, type_name

MOST_PLACES = 200
# How loops and generators end: nobody's mistake.
_ORDINARY = (StopIteration, StopAsyncIteration, GeneratorExit)


class Recorder:
    """A context manager; `places()` afterwards. Nothing is recorded where a debugger traces already."""

    def __init__(self, files):
        self._files = files
        self._places = {}
        self._last = None
        self._before = None

    def __enter__(self):
        self._before = sys.gettrace()
        if self._before is None:
            threading.settrace(self._trace)
            sys.settrace(self._trace)
        return self

    def __exit__(self, kind, error, trace):
        if self._before is None:
            sys.settrace(None)
            threading.settrace(None)
        return False

    def places(self, escaped):
        """Raised of protocol/runner.ts; `escaped` is the exception that ended the call, None where none did."""
        found = []
        for (file, line, function, kind, message), (times, last) in self._places.items():
            found.append(
                {
                    "type": kind,
                    "message": message,
                    "file": os.path.abspath(file),
                    "line": line,
                    "function": function,
                    "caught": last is not escaped,
                    "times": times,
                }
            )
        self._places.clear()
        self._last = None
        return found

    def _trace(self, frame, event, argument):
        if event != "call" or frame.f_code.co_filename not in self._files:
            return None
        # Lines are of no interest, and far more of them than of exceptions.
        frame.f_trace_lines = False
        return self._in_frame

    def _in_frame(self, frame, event, argument):
        if event == "exception":
            self._record(frame, argument)
        return self._in_frame

    def _record(self, frame, argument):
        kind, error, _ = argument
        # One exception passes through all its callers' frames: the first of the user's frames counts.
        if error is None or error is self._last or issubclass(kind, _ORDINARY):
            return
        self._last = error
        code = frame.f_code
        message = shown(error, 500)
        key = (code.co_filename, frame.f_lineno, code.co_name, type_name(error), message)
        times, _ = self._places.get(key, (0, None))
        if times or len(self._places) < MOST_PLACES:
            self._places[key] = (times + 1, error)
