"""How each trainer calls a reward function, and how it reads the answer. One class a convention."""

import inspect

from . import shapes
from .trainer_config import Args, build
from .values import InvalidReward, to_json, to_list, to_reward


class Answer:
    """What a call gave: a reward (or None) and further values a row, and what a person should know."""

    def __init__(self, count):
        self.rewards = [None] * count
        self.extras = [{} for _ in range(count)]
        self.notes = []

    def put(self, index, value, where, none_allowed=True):
        self.rewards[index], note = to_reward(value, where, none_allowed)
        self.note(note)

    def put_all(self, values, none_allowed=True):
        items = to_list(values, len(self.rewards))
        for index, value in enumerate(items):
            self.put(index, value, f"reward {index + 1} of {len(items)}", none_allowed)

    def put_extras(self, index, values):
        self.extras[index].update({str(key): to_json(value) for key, value in values.items()})

    def note(self, note):
        if note is not None and note not in self.notes and len(self.notes) < 20:
            self.notes.append(note)


class Call:
    """A call that is ready to be made. `context` is what hints may look at when it fails."""

    def __init__(self, function, args, kwargs, read, context):
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.read = read
        self.context = context


class Contract:
    whole_batch = True

    def __init__(self, member, options):
        self.function = member
        self.parameters = shapes.parameters_of(member)
        self.any_keyword = shapes.takes_any(self.parameters)
        self.config = dict(options.get("config") or {})
        self.chat = options.get("chat")

    def prepare(self, rows):
        raise NotImplementedError

    def uses_chat(self, rows):
        """Whether completions are lists of messages: as asked, as the prompts are, or as the source reads them."""
        if self.chat is not None:
            return self.chat
        return any(isinstance(row.get("prompt"), list) for row in rows) or shapes.reads_messages(self.function)

    def accepts(self, name):
        return self.any_keyword or name in self.parameters


class Trl(Contract):
    """trl GRPOTrainer._calculate_rewards: everything by keyword; None for rows the function does not apply to."""

    def prepare(self, rows):
        chat = self.uses_chat(rows)
        columns = columns_of(rows)
        answer = Answer(len(rows))
        kwargs = {
            "prompts": [prompt_of(row, chat) for row in rows],
            "completions": [completion_of(row, chat) for row in rows],
        }
        offered = {
            "completion_ids": [None] * len(rows),
            "trainer_state": TrainerState(),
            "log_extra": lambda column, values: _log_extra(answer, column, values),
            "log_metric": lambda name, value: [answer.put_extras(at, {name: value}) for at in range(len(rows))],
        }
        kwargs.update({name: value for name, value in offered.items() if self.accepts(name)})
        refused = [name for name in (*kwargs, *columns) if not self.accepts(name)]
        kwargs.update(columns)
        if refused:
            kwargs = {name: value for name, value in kwargs.items() if name not in refused}
            answer.note(
                "TRL also passes " + ", ".join(refused[:8]) + ("…" if len(refused) > 8 else "") + "; without **kwargs it fails"
            )

        def read(result):
            answer.put_all(result)
            return answer

        return Call(self.function, (), kwargs, read, {"columns": sorted(columns), "chat": chat})


class Swift(Contract):
    """ms-swift GRPOTrainer._score_completions: an object of the class, texts positional, columns by keyword."""

    def __init__(self, member, options):
        super().__init__(member, options)
        self.object = build(member, self.config) if isinstance(member, type) else member
        self.parameters = shapes.parameters_of(self.object)
        self.any_keyword = shapes.takes_any(self.parameters)

    def prepare(self, rows):
        columns = columns_of(rows)
        # The trainer appends what the model said before it scores.
        if "messages" in columns:
            columns["messages"] = [_with_answer(row) for row in rows]
        kwargs = {name: value for name, value in columns.items() if self.accepts(name)}
        if self.accepts("trainer_state"):
            kwargs["trainer_state"] = TrainerState()
        answer = Answer(len(rows))
        refused = [name for name in columns if name not in kwargs]
        if refused:
            answer.note("ms-swift also passes " + ", ".join(refused[:8]) + "; without **kwargs it fails")

        def read(result):
            answer.put_all(result)
            return answer

        completions = [row["completion"] for row in rows]
        return Call(self.object, (completions,), kwargs, read, {"columns": sorted(columns)})


class Verl(Contract):
    """verl NaiveRewardManager: one completion; a float, or a dict whose `score` counts."""

    whole_batch = False

    def prepare(self, rows):
        (row,) = rows
        columns = row["columns"]
        extra_info = columns.get("extra_info")
        kwargs = {
            "data_source": columns.get("data_source", "vqa-verify"),
            "solution_str": row["completion"],
            "ground_truth": ground_truth_of(columns),
            "extra_info": extra_info if isinstance(extra_info, dict) else {},
            **self.config,
        }
        answer = Answer(1)

        def read(result):
            if isinstance(result, dict):
                if "score" not in result:
                    raise InvalidReward(f"the answer is a dict without score; it has {', '.join(map(str, result))}")
                answer.put_extras(0, {key: value for key, value in result.items() if key != "score"})
                result = result["score"]
            answer.put(0, result, "the score", none_allowed=False)
            return answer

        return Call(self.function, (), kwargs, read, {"columns": sorted(columns)})


class EasyR1(Contract):
    """EasyR1 FunctionRewardManager: dicts in, dicts with `overall` out; a batch unless REWARD_TYPE says otherwise."""

    def __init__(self, member, options):
        super().__init__(member, options)
        module = inspect.getmodule(member)
        kind = getattr(module, "REWARD_TYPE", None)
        names = shapes.names_of(self.parameters)
        self.whole_batch = kind == "batch" if kind in ("batch", "sequential") else names[:1] != ["reward_input"]

    def prepare(self, rows):
        inputs = [
            {
                "response": row["completion"],
                "response_length": len(row["completion"].split()),
                "ground_truth": ground_truth_of(row["columns"]),
            }
            for row in rows
        ]
        answer = Answer(len(rows))

        def read(result):
            for index, item in enumerate(to_list(result, len(rows)) if self.whole_batch else [result]):
                where = f"score {index + 1} of {len(rows)}" if self.whole_batch else "the score"
                if not isinstance(item, dict) or "overall" not in item:
                    raise InvalidReward(f"{where} is no dict with overall")
                answer.put_extras(index, {key: value for key, value in item.items() if key != "overall"})
                answer.put(index, item["overall"], f"overall of {where}", none_allowed=False)
            return answer

        argument = inputs if self.whole_batch else inputs[0]
        columns = sorted(set().union(*(row["columns"] for row in rows)))
        return Call(self.function, (argument,), self.config, read, {"columns": columns})


class OpenRlhf(Contract):
    """OpenRLHF's remote or custom reward: lists in; a dict of lists, or a bare list, out."""

    def prepare(self, rows):
        prompts = [text_of(prompt_of(row, False)) for row in rows]
        kwargs = {
            "queries": [prompt + row["completion"] for prompt, row in zip(prompts, rows)],
            "prompts": prompts,
            "labels": [ground_truth_of(row["columns"]) for row in rows],
        }
        answer = Answer(len(rows))

        def read(result):
            if isinstance(result, dict):
                if "rewards" not in result:
                    raise InvalidReward(f"the answer is a dict without rewards; it has {', '.join(map(str, result))}")
                self._read_extras(result, answer)
                result = result["rewards"]
            answer.put_all(result, none_allowed=False)
            return answer

        return Call(self.function, (), kwargs, read, {"columns": []})

    @staticmethod
    def _read_extras(result, answer):
        count = len(answer.rewards)
        values = dict(result.get("extra_logs") or {})
        if "scores" in result:
            values["scores"] = result["scores"]
        for name, items in values.items():
            for index, item in enumerate(to_list(items, count, f"extra_logs[{name!r}]")):
                answer.put_extras(index, {name: item})


class Verifiers(Contract):
    """verifiers Rubric.call_reward_func: each argument by its name; plural names take a whole group."""

    def __init__(self, member, options):
        super().__init__(member, options)
        self.whole_batch = shapes.is_group_function(member)

    def uses_chat(self, rows):
        """Its environments speak chat unless they say otherwise."""
        if self.chat is not None:
            return self.chat
        return not any(isinstance(row.get("prompt"), str) for row in rows) or super().uses_chat(rows)

    def prepare(self, rows):
        chat = self.uses_chat(rows)
        each = [self._known(row, chat) for row in rows]
        offered = {f"{name}s": [known[name] for known in each] for name in each[0]} if self.whole_batch else each[0]
        offered["parser"] = _parser()
        offered.update(self.config)
        kwargs = {name: value for name, value in offered.items() if self.accepts(name)}
        answer = Answer(len(rows))

        def read(result):
            if self.whole_batch:
                answer.put_all(result, none_allowed=False)
            else:
                answer.put(0, result, "the reward", none_allowed=False)
            return answer

        columns = sorted(rows[0]["columns"])
        return Call(self.function, (), kwargs, read, {"columns": columns, "chat": chat})

    @staticmethod
    def _known(row, chat):
        columns = row["columns"]
        info = columns.get("info")
        known = {
            "prompt": prompt_of(row, chat),
            "completion": completion_of(row, chat),
            "answer": ground_truth_of(columns, "answer"),
            "info": info if isinstance(info, dict) else {},
            "task": columns.get("task", "default"),
        }
        return {**known, "state": {**columns, **known}}


CONTRACTS = {
    "trl": Trl,
    "swift": Swift,
    "verl": Verl,
    "easyr1": EasyR1,
    "openrlhf": OpenRlhf,
    "verifiers": Verifiers,
}


class TrainerState(Args):
    """As much of transformers' TrainerState as is known without a training."""

    def __init__(self):
        super().__init__({"global_step": 0, "epoch": 0.0, "max_steps": 1, "num_train_epochs": 1, "log_history": []})


class _PlainParser:
    """verifiers' Parser where it is not installed: the text of the last message as it is."""

    def parse(self, text):
        return text

    def parse_answer(self, completion):
        return text_of(completion)

    def get_assistant_messages(self, completion):
        return [message for message in completion if message.get("role") == "assistant"]


def _parser():
    try:
        from verifiers import Parser
    except Exception:
        return _PlainParser()
    return Parser()


def columns_of(rows):
    """Columns as lists, in the order in which they are first met; None where a row has none."""
    names = {}
    for row in rows:
        names.update(dict.fromkeys(row["columns"]))
    reserved = ("prompts", "completions", "completion_ids", "trainer_state", "log_extra", "log_metric", "self")
    return {name: [row["columns"].get(name) for row in rows] for name in names if name not in reserved}


def completion_of(row, chat):
    return [{"role": "assistant", "content": row["completion"]}] if chat else row["completion"]


def prompt_of(row, chat):
    prompt = row.get("prompt")
    if prompt is None:
        prompt = row["columns"].get("messages")
        prompt = [message for message in prompt if message.get("role") != "assistant"] if _is_chat(prompt) else None
    if prompt is None:
        prompt = row["columns"].get("question")
    if chat:
        return prompt if isinstance(prompt, list) else [{"role": "user", "content": "" if prompt is None else prompt}]
    return "" if prompt is None else text_of(prompt)


def text_of(prompt):
    """The texts of chat messages one below the other."""
    if not isinstance(prompt, list):
        return str(prompt)
    parts = []
    for message in prompt:
        content = message.get("content") if isinstance(message, dict) else message
        if isinstance(content, list):
            content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
        parts.append("" if content is None else str(content))
    return "\n".join(parts)


def ground_truth_of(columns, first="ground_truth"):
    """What verl, EasyR1, OpenRLHF and verifiers give as the truth, under the names that datasets have for it."""
    model = columns.get("reward_model")
    if isinstance(model, dict) and "ground_truth" in model:
        return model["ground_truth"]
    names = (first, "ground_truth", "gts", "label", "labels", "solution", "answer", "possible_answers", "answers")
    return next((columns[name] for name in names if columns.get(name) is not None), None)


def _is_chat(messages):
    return isinstance(messages, list) and all(isinstance(message, dict) for message in messages)


def _with_answer(row):
    messages = row["columns"].get("messages")
    if not _is_chat(messages):
        return messages
    return [*messages, {"role": "assistant", "content": row["completion"]}]


def _log_extra(answer, column, values):
    for index, value in enumerate(to_list(values, len(answer.rewards), f"log_extra({column!r})")):
        answer.put_extras(index, {column: value})
