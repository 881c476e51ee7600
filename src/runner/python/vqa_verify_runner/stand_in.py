"""
Lets a plugin for ms-swift load where ms-swift is not installed: its registry of reward classes. Whatever else it imports
from there can be imported and inherited from; using it says that it is not there.
"""

import importlib.abc
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


class NotThere(NotImplementedError):
    """Something of ms-swift's was used that the stand-in has by its name only."""


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
    """Puts the stand-in where `import swift` finds it, unless swift can be imported."""
    if isinstance(getattr(sys.modules.get("swift"), "__vqa_verify_stand_in__", None), bool):
        return
    try:
        if importlib.util.find_spec("swift") is not None:
            return
    except (ImportError, ValueError):
        return
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
    modules["swift.utils"].get_logger = _get_logger
    for name, module in modules.items():
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(modules[parent], child, module)
        module.__getattr__ = _named_only(name)
    sys.meta_path.append(_Finder())


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes a module of any further name below swift."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.startswith("swift.") else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__getattr__ = _named_only(module.__name__)


def _named_only(module):
    """What a module answers for names that it does not have: dicts for registries, else a class that cannot be made."""

    def get(name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = {} if name.islower() and name.endswith("s") else _absent(f"{module}.{name}", name)
        setattr(sys.modules[module], name, made)
        return made

    return get


def _absent(path, name):
    def refuse(self, *args, **kwargs):
        raise NotThere(f"{path} was used, but ms-swift is not installed")

    return type(name, (), {"__init__": refuse, "__module__": path.rpartition(".")[0]})


def _get_logger(log_file=None, log_level=None, file_mode="w"):
    return logging.getLogger("swift")
