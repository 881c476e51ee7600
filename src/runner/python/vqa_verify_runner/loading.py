"""Loads users' files, and loads them anew once they, or what they import from the workspace, have changed."""

import importlib
import importlib.util
import os
import sys
import time

from . import stand_in


class Loader:
    """Holds a module a file; all of the user's modules are dropped together, so that none keeps an old other."""

    def __init__(self, files):
        self._files = files
        self._loaded = {}
        self._stamps = {}
        self._began = 0
        # How the files looked that were read last, be it in vain.
        self.files = {}

    def load(self, file):
        """(module, whether it was read anew). Whatever the file's own code raises goes through."""
        self._files.add(file)
        self._began = time.time_ns()
        known = self._loaded.get(file)
        if known is not None and not self._changed():
            return known, False
        self._forget()
        parts = _find(file)
        # Only now can a copy of ms-swift beside the plugin be found.
        stand_in.install()
        self.files = self._stamps = {file: _stamp(file)}
        try:
            module = _import(file, parts)
        except BaseException:
            self.stamp()
            self._forget()
            raise
        self._loaded[file] = module
        self.stamp()
        return module, True

    def stamp(self):
        """Notes the state of what was imported since: functions import as they run, too."""
        for path in self._local().values():
            if path not in self._stamps:
                self._stamps[path] = _stamp(path, self._began)

    def stamps_of(self, files):
        return {file: _stamp(file, self._began) for file in files}

    def _changed(self):
        return any(_stamp(path) != stamp for path, stamp in self._stamps.items())

    def _local(self):
        """Names of the user's modules with their files."""
        found = {}
        for name, module in list(sys.modules.items()):
            path = getattr(module, "__file__", None)
            if name != "__main__" and isinstance(path, str) and path in self._files:
                found[name] = path
        return found

    def _forget(self):
        gone = self._local()
        for name in gone:
            del sys.modules[name]
        for registry in stand_in.registries():
            for key, kind in list(registry.items()):
                if getattr(kind, "__module__", None) in gone:
                    del registry[key]
        self._loaded.clear()
        self._stamps = {}
        importlib.invalidate_caches()


def _stamp(path, since=None):
    """As src/node/fileStamp.ts writes it. What was written `since` may have been read before: its stamp fits no file."""
    try:
        status = os.stat(path)
    except OSError:
        return "gone"
    if since is not None and status.st_mtime_ns > since:
        return "written while it was read"
    return f"{status.st_mtime_ns} {status.st_size} {status.st_ino}"


def _find(file):
    """The parts of the name that the file's relative imports and its siblings know it by; puts its folders on the path."""
    folder = os.path.dirname(file)
    parts = [os.path.splitext(os.path.basename(file))[0]]
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        parts.insert(0, os.path.basename(folder))
        folder = os.path.dirname(folder)
    for entry in (os.getcwd(), os.path.dirname(file), folder):
        if entry not in sys.path:
            sys.path.insert(0, entry)
    return parts


def _import(file, parts):
    """The file as a module of that name."""
    name = ".".join(parts)
    if len(parts) > 1:
        return importlib.import_module(name)
    # A file may be called like a module of the standard library.
    if name in sys.modules or name in sys.builtin_module_names or _is_library(name, file):
        name = f"vqa_verify_user_{name}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _is_library(name, file):
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return False
    return spec is not None and spec.origin != file
