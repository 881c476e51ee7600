"""Lets a plugin for ms-swift load where ms-swift is not installed: its registry of reward classes, no more."""

import importlib.machinery
import importlib.util
import logging
import sys
import types

_REGISTRIES = ("swift.plugin.orm", "swift.rewards.orm")
_PACKAGES = ("swift", "swift.plugin", "swift.rewards", "swift.utils")


class ORM:
    """Base class of rewards that are called with a batch."""

    def __init__(self, args=None, **kwargs):
        self.args = args

    def __call__(self, **kwargs):
        raise NotImplementedError(f"{type(self).__name__} has no __call__")


class AsyncORM(ORM):
    """Base class of rewards whose __call__ is a coroutine."""


def orm_types():
    """The base classes that are around: the stand-in's, and ms-swift's own once something imported it."""
    found = [ORM]
    for name in _REGISTRIES:
        base = getattr(sys.modules.get(name), "ORM", None)
        if isinstance(base, type) and base not in found:
            found.append(base)
    return tuple(found)


def registries():
    """Every dict that maps external names to reward classes, without repeats."""
    found = []
    for name in _REGISTRIES:
        registry = getattr(sys.modules.get(name), "orms", None)
        if isinstance(registry, dict) and not any(registry is known for known in found):
            found.append(registry)
    return found


def install():
    """Puts the stand-in where `import swift` finds it, unless swift can be imported. True where it stands in."""
    if isinstance(getattr(sys.modules.get("swift"), "__vqa_verify_stand_in__", None), bool):
        return True
    try:
        if importlib.util.find_spec("swift") is not None:
            return False
    except (ImportError, ValueError):
        return False
    orms = {}
    modules = {}
    for name in (*_PACKAGES, *_REGISTRIES):
        module = types.ModuleType(name, "Stands in for a module of ms-swift.")
        package = name in _PACKAGES
        module.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=package)
        if package:
            module.__path__ = []
        module.__vqa_verify_stand_in__ = True
        modules[name] = module
    for name in ("swift.plugin", "swift.rewards", *_REGISTRIES):
        modules[name].ORM = ORM
        modules[name].AsyncORM = AsyncORM
        modules[name].orms = orms
    # Example plugins import these registries next to orms; nothing here reads them.
    for name in ("swift.plugin", "swift.rewards"):
        modules[name].rm_plugins = {}
        modules[name].multi_turns = {}
    modules["swift.utils"].get_logger = _get_logger
    for name, module in modules.items():
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(modules[parent], child, module)
    return True


def _get_logger(log_file=None, log_level=None, file_mode="w"):
    return logging.getLogger("swift")
