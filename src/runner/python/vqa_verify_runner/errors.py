"""Exceptions as people fix them: their type, message, and the user's own frames."""

import inspect
import linecache
import os
import re
import traceback

from . import hints
from .values import shown, type_name

MOST_FRAMES = 30
MOST_MESSAGE = 4000

_OWN = os.path.dirname(os.path.abspath(__file__))
_LIBRARIES = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)
_STANDARD = os.path.dirname(os.path.abspath(os.__file__)) + os.sep


class UserFiles:
    """Tells the user's files from libraries and from the runner."""

    def __init__(self):
        self._folders = {os.path.realpath(os.getcwd()) + os.sep}
        self._known = {}

    def add(self, file):
        folder = os.path.realpath(os.path.dirname(file)) + os.sep
        if folder not in self._folders:
            self._folders.add(folder)
            self._known.clear()

    def __contains__(self, file):
        known = self._known.get(file)
        if known is None:
            known = self._known[file] = self._holds(file)
        return known

    def _holds(self, file):
        if not isinstance(file, str) or file.startswith("<"):
            return False
        path = os.path.realpath(file)
        if path.startswith((_OWN, _STANDARD)) or any(folder in path for folder in _LIBRARIES):
            return False
        return any(path.startswith(folder) for folder in self._folders)


def describe(error, files, context=None):
    """A RunnerError of protocol/runner.ts. `context` is what hints may look at."""
    kind = type_name(error)
    message = _message(error)
    frames = [
        _frame(entry.filename, entry.lineno, entry.name)
        for entry in _entries(error)
        if entry.filename in files and entry.lineno
    ][-MOST_FRAMES:]
    found = {"type": kind, "message": message}
    if isinstance(error, SyntaxError) and isinstance(error.filename, str) and error.filename in files:
        line = error.lineno or 1
        found.update(file=os.path.abspath(error.filename), line=line, column=max(1, error.offset or 1))
        frames.append(_frame(error.filename, line, "<module>"))
    elif frames:
        found.update(file=frames[-1]["file"], line=frames[-1]["line"])
    if frames:
        found["frames"] = frames
        found["traceback"] = _traceback(frames, kind, message)
    hint = hints.hint_for(error, message, context or {})
    if hint is not None:
        found["hint"] = hint
    return found


def at_definition(found, function):
    """Points an error that came up around a call at the function that was called."""
    if "file" in found:
        return found
    for candidate in (inspect.unwrap(function), getattr(type(function), "__call__", None), function):
        code = getattr(candidate, "__code__", None)
        if code is not None:
            return {**found, "file": os.path.abspath(code.co_filename), "line": code.co_firstlineno}
    return found


def plain(kind, message, hint=None):
    """A RunnerError that is about no line."""
    return {"type": kind, "message": message, **({} if hint is None else {"hint": hint})}


def _message(error):
    if isinstance(error, SystemExit):
        return f"the function called sys.exit({shown(error.code, 200)}), which would end the training"
    if isinstance(error, KeyError) and error.args:
        return f"the key {shown(repr_of(error.args[0]), 200)} is missing"
    # NLTK frames its message by stars, in colours.
    message = re.sub(r"\x1b\[[0-9;]*m", "", shown(error, MOST_MESSAGE)).strip("*\n ")
    return message if message else f"{type_name(error)} without a message"


def repr_of(value):
    try:
        return repr(value)
    except BaseException:
        return f"<{type_name(value)}>"


def _entries(error):
    try:
        return traceback.extract_tb(error.__traceback__)
    except Exception:
        return []


def _frame(file, line, function):
    path = os.path.abspath(file)
    frame = {"file": path, "line": line, "function": function}
    linecache.checkcache(path)
    text = linecache.getline(path, line).strip()
    if text:
        frame["text"] = text[:500]
    return frame


def _traceback(frames, kind, message):
    lines = ["Traceback (most recent call last):"]
    for frame in frames:
        lines.append(f'  File "{frame["file"]}", line {frame["line"]}, in {frame["function"]}')
        if "text" in frame:
            lines.append(f"    {frame['text']}")
    lines.append(f"{kind}: {message}")
    return "\n".join(lines)
