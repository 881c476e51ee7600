"""What a trainer's configuration hands to reward classes, with the trainer's defaults where nothing was given."""

from . import shapes

# swift/trainers/arguments: GRPOArgumentsMixin.
_SWIFT_DEFAULTS = {
    "cosine_max_len": None,
    "cosine_max_len_value_correct": 0.5,
    "cosine_max_len_value_wrong": 0.0,
    "cosine_min_len_value_correct": 1.0,
    "cosine_min_len_value_wrong": -0.5,
    "max_completion_length": 512,
    "num_generations": 8,
    "repetition_max_penalty": -1.0,
    "repetition_n_grams": 3,
    "soft_cache_length": None,
    "soft_max_length": None,
}


class Args:
    """Named values; one that is missing says how to give it."""

    def __init__(self, values):
        self.__dict__.update(values)

    def __getattr__(self, name):
        # Copying and debuggers ask for special names that are rightly missing.
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(f"the trainer's {name} is not known here; give it with --config '{{\"{name}\": …}}'")

    def get(self, name, default=None):
        return self.__dict__.get(name, default)


def build(kind, config):
    """An object of a reward class, as ms-swift 3 (named values) or 4 (`args`) makes it."""
    values = {**_SWIFT_DEFAULTS, **config}
    parameters = shapes.parameters_of(kind)
    known = {name: values[name] for name in shapes.names_of(parameters) if name in values}
    if "args" in parameters:
        known["args"] = Args(values)
    return kind(**known)
