"""What a reward function answered, as a number or as JSON."""

import math

MOST_TEXT = 4000
MOST_ITEMS = 200
DEEPEST = 5


class InvalidReward(Exception):
    """The answer is not what the trainer's convention asks for."""


def to_reward(value, where, none_allowed):
    """The reward as (float or None, note or None). Raises InvalidReward; `where` says what the value is."""
    if value is None:
        if none_allowed:
            return None, None
        raise InvalidReward(f"{where} is None, not a number")
    if isinstance(value, bool):
        return float(value), f"{where} is a bool; it counts as {int(value)}"
    if isinstance(value, (str, bytes, dict, list, tuple, set)) or not hasattr(value, "__float__"):
        if not hasattr(value, "__index__"):
            raise InvalidReward(f"{where} is of type {type_name(value)}, not a number: {shown(value, 80)}")
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError, RuntimeError) as error:
        raise InvalidReward(f"{where} is of type {type_name(value)}, not one number: {shown(error, 200)}") from None
    if not math.isfinite(number):
        raise InvalidReward(f"{where} is {number}, which is no reward")
    return number, None


def to_list(value, count, what="the answer"):
    """The elements of a batch's answer. Raises InvalidReward unless there is one a completion."""
    if isinstance(value, (str, bytes, dict)) or not hasattr(value, "__len__") or not hasattr(value, "__iter__"):
        raise InvalidReward(f"{what} is of type {type_name(value)}, not a list of {count} numbers: {shown(value, 80)}")
    try:
        items = list(value)
    except TypeError as error:
        raise InvalidReward(f"{what} cannot be read as a list: {shown(error, 200)}") from None
    if len(items) != count:
        raise InvalidReward(f"{what} has {len(items)} reward{'' if len(items) == 1 else 's'} for {count} completion{'' if count == 1 else 's'}")
    return items


def to_json(value, depth=0):
    """A value as JSON, cut where it is large, written out where JSON has no word for it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < 2**53 else str(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return str(value) if len(value) <= MOST_TEXT else value[:MOST_TEXT] + "…"
    if depth < DEEPEST:
        if isinstance(value, dict):
            items = list(value.items())[:MOST_ITEMS]
            return {shown(key, 200): to_json(item, depth + 1) for key, item in items}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [to_json(item, depth + 1) for item in list(value)[:MOST_ITEMS]]
        if callable(getattr(value, "tolist", None)):
            return to_json(value.tolist(), depth + 1)
    return shown(value, MOST_TEXT)


def shown(value, most):
    """`str(value)` of at most `most` characters, also where it raises."""
    try:
        text = str(value)
    except BaseException as error:  # a user's __str__ may do anything, even exit
        text = f"<{type_name(value)}, whose __str__ raised {type_name(error)}>"
    return text if len(text) <= most else text[:most] + "…"


def type_name(value):
    kind = type(value)
    try:
        return str(kind.__name__)
    except Exception:
        return "object"
