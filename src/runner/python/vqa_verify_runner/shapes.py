"""Finds reward functions in a loaded module, and tells by their shape whose convention they follow."""

import ast
import inspect
import textwrap

from . import stand_in

_VERIFIERS = {
    "prompt",
    "completion",
    "answer",
    "state",
    "info",
    "task",
    "parser",
    "prompts",
    "completions",
    "answers",
    "states",
    "infos",
    "tasks",
}
_VERIFIERS_GROUP = {"states", "infos", "tasks"}


class NotFound(Exception):
    """There is no such reward function in the file; the message says what there is."""


def parameters_of(function):
    """The parameters by name, without self; empty where they cannot be known."""
    try:
        return dict(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return {}


def names_of(parameters):
    """What a caller can name, in order."""
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_ONLY)
    return [name for name, parameter in parameters.items() if parameter.kind in named]


def takes_any(parameters):
    return any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters.values())


def contract_of(member, module):
    """The name of the convention that a function or class follows, None where it follows none."""
    if isinstance(member, type):
        return "swift" if _is_swift_class(member) else None
    if not callable(member):
        return None
    if isinstance(member, stand_in.orm_types()):
        return "swift"
    names = names_of(parameters_of(member))
    if "solution_str" in names:
        return "verl"
    if names and names[0] in ("reward_inputs", "reward_input"):
        return "easyr1"
    if getattr(member, "__name__", "") == "compute_score":
        return "easyr1" if hasattr(module, "REWARD_TYPE") or hasattr(module, "REWARD_NAME") else "verl"
    if {"queries", "prompts", "labels"} <= set(names):
        return "openrlhf"
    if _VERIFIERS_GROUP & set(names):
        return "verifiers"
    if "completions" in names:
        return "trl"
    if "completion" in names or (names and names[0] in ("state", "parser") and set(names) <= _VERIFIERS):
        return "verifiers"
    return None


def is_group_function(function):
    """Whether a function of verifiers takes the completions of a whole group."""
    return bool(({"completions", "prompts", "answers"} | _VERIFIERS_GROUP) & set(names_of(parameters_of(function))))


def find(module, symbol):
    """(symbol, member). Raises NotFound."""
    candidates = reward_members(module)
    if symbol is None:
        if len(candidates) == 1:
            return next(iter(candidates.items()))
        if not candidates:
            raise NotFound("no reward function was recognised in the file; name one with FILE:symbol and its --kind")
        raise NotFound(f"the file has {len(candidates)} reward functions; say which with FILE:symbol: {_list(candidates)}")
    for registry in stand_in.registries():
        # A name may be that of a module, too.
        if symbol in registry and not callable(getattr(module, symbol, None)):
            return symbol, registry[symbol]
    member = module
    for part in symbol.split("."):
        if not hasattr(member, part):
            there = f"; there are {_list(candidates)}" if candidates else ""
            raise NotFound(f"the file has no {symbol}{there}")
        member = getattr(member, part)
    if not callable(member):
        raise NotFound(f"{symbol} cannot be called")
    return symbol, member


def reward_members(module):
    """The reward functions that the file itself defines, in its order."""
    found = {}
    for name, member in vars(module).items():
        if name.startswith("_") or getattr(member, "__module__", None) != module.__name__:
            continue
        if contract_of(member, module) is not None:
            found[name] = member
    return found


def reads_messages(function):
    """Whether the source takes `content` out of something, as one does with chat messages."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return False
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            # Python 3.8 wraps the constant of a subscript.
            key = getattr(node.slice, "value", node.slice)
            key = getattr(key, "value", key)
            if key == "content":
                return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            if node.args and getattr(node.args[0], "value", None) == "content":
                return True
    return False


def _is_swift_class(member):
    if issubclass(member, stand_in.orm_types()):
        return True
    if any(member is known for registry in stand_in.registries() for known in registry.values()):
        return True
    call = member.__dict__.get("__call__")
    names = names_of(parameters_of(call)) if call is not None else []
    return len(names) > 1 and names[1] == "completions"


def _list(candidates):
    return ", ".join(candidates)
