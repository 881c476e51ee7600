"""Answers `run`: loads the function, calls it batch by batch, and tells each call's begin and end."""

import asyncio
import inspect
import os
import time

from . import contracts, errors, guards, shapes
from .loading import Loader
from .raised import Recorder
from .values import InvalidReward, shown
from .wire import Wire


def serve():
    leave = guards.install()
    wire = Wire()
    runner = Runner(wire, leave)
    while True:
        packet = wire.calls.get()
        call = packet["id"]
        if packet["method"] != "run":
            wire.fail(call, "UnknownMethod", f"there is no method {packet['method']}")
            continue
        try:
            done = runner.run(call, packet["params"])
        except BaseException as error:  # a slip of the runner's own must not end it
            wire.fail(call, "RunnerError", f"{type(error).__name__}: {shown(error, 1000)}")
            continue
        wire.done(call, done)


class Runner:
    def __init__(self, wire, leave):
        self._wire = wire
        self._leave = leave
        self._pid = os.getpid()
        self._files = errors.UserFiles()
        self._loader = Loader(self._files)
        self._forks = guards.Forks()
        self._built = None
        self._loop = None

    def run(self, call, params):
        started = time.perf_counter()
        target = params["target"]
        self._wire.progress(call, {"loading": target["file"]})
        try:
            with guards.Limit(params.get("loadLimit")):
                module, fresh = self._loader.load(target["file"])
                symbol, contract = self._contract(module, target, params, fresh)
        except shapes.NotFound as error:
            return {"error": errors.plain("NoSuchFunction", str(error)), "files": self._loader.files}
        except BaseException as error:  # also sys.exit at import
            self._end_copies()
            described = errors.describe(error, self._files)
            at_fault = [frame["file"] for frame in described.get("frames", ())]
            return {"error": described, "files": {**self._loader.stamps_of(at_fault), **self._loader.files}}
        self._end_copies()
        name = next(name for name, kind in contracts.CONTRACTS.items() if type(contract) is kind)
        self._wire.progress(
            call,
            {
                "loaded": {
                    "symbol": symbol,
                    "contract": name,
                    "wholeBatch": contract.whole_batch,
                    "reloaded": fresh,
                    "files": self._loader.files,
                    "milliseconds": _since(started),
                }
            },
        )
        for index, batch in enumerate(params["batches"]):
            self._run_batch(call, index, batch, contract, params)
        self._loader.stamp()
        return {"files": self._loader.files}

    def _contract(self, module, target, params, fresh):
        symbol, member = shapes.find(module, target.get("symbol"))
        name = target.get("contract") or shapes.contract_of(member, module)
        if name is None:
            raise shapes.NotFound(f"the shape of {symbol} is of no known convention; name it with --kind")
        if name not in contracts.CONTRACTS:
            raise shapes.NotFound(f"{name} is no convention for Python; there are {', '.join(contracts.CONTRACTS)}")
        key = (target["file"], symbol, name, repr(params.get("config")), params.get("chat"))
        # An object of a reward class may hold a model: it is kept as long as its class is.
        if fresh or self._built is None or self._built[0] != key:
            self._built = key, contracts.CONTRACTS[name](member, params)
        return symbol, self._built[1]

    def _run_batch(self, call, index, batch, contract, params):
        steps = [batch] if contract.whole_batch else [[row] for row in batch]
        first = 0
        for rows in steps:
            place = {"batch": index, "row": first, "rows": len(rows)}
            self._wire.progress(call, {"began": place})
            end = self._call(contract, rows, params)
            self._wire.progress(call, {"ended": {**place, **end}})
            if "error" in end and params.get("stopAtError"):
                return
            first += len(rows)

    def _call(self, contract, rows, params):
        recorder = Recorder(self._files) if params.get("diagnose") else None
        context = {}
        function = contract.function
        escaped = None
        answer = None
        started = time.perf_counter()
        took = 0.0
        end = {"outcomes": []}
        try:
            ready = contract.prepare(rows)
            context = ready.context
            started = time.perf_counter()
            with guards.Limit(params.get("limit")):
                result = self._recorded(recorder, ready)
            took = _since(started)
            answer = ready.read(result)
        except InvalidReward as error:
            end["error"] = errors.at_definition(errors.plain("InvalidReward", str(error)), function)
        except BaseException as error:  # sys.exit and KeyboardInterrupt, too, are the function's
            took = took or _since(started)
            escaped = error
            end["error"] = errors.at_definition(errors.describe(error, self._files, context), function)
        self._end_copies()
        end["milliseconds"] = took
        notes = list(answer.notes) if answer is not None else []
        forks = self._forks.take()
        if forks:
            notes.append(f"the function forked {'once' if forks == 1 else f'{forks} times'}")
        if notes:
            end["notes"] = notes
        if recorder is not None:
            end["raised"] = recorder.places(escaped)
        if "error" not in end:
            end["outcomes"] = [
                {"reward": reward, "milliseconds": took / len(rows), **({"extras": extras} if extras else {})}
                for reward, extras in zip(answer.rewards, answer.extras)
            ]
        return end

    def _recorded(self, recorder, ready):
        if recorder is None:
            return self._result(ready)
        with recorder:
            return self._result(ready)

    def _result(self, ready):
        result = ready.function(*ready.args, **ready.kwargs)
        if not inspect.isawaitable(result):
            return result
        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        return self._loop.run_until_complete(_awaited(result))

    def _end_copies(self):
        """A forked copy that came back from the user's code would go on as a second runner."""
        if os.getpid() != self._pid:
            self._leave(0)


async def _awaited(awaitable):
    return await awaitable


def _since(started):
    return (time.perf_counter() - started) * 1000.0
