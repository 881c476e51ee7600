"""The connection to whoever started the runner: packets as lines of JSON over a loopback socket."""

import json
import os
import platform
import queue
import signal
import socket
import sys
import threading

from .guards import MARK

PORT_VARIABLE = "VQA_VERIFY_RUNNER_PORT"
TOKEN_VARIABLE = "VQA_VERIFY_RUNNER_TOKEN"

# The one in os is watched for calls by the user's code.
_leave = os._exit


class Wire:
    """Calls arrive in `calls`, in order; what is sent is sent before the method returns."""

    def __init__(self):
        # Removed before the user's code is loaded: see src/protocol/runner.ts.
        port = int(os.environ.pop(PORT_VARIABLE))
        token = os.environ.pop(TOKEN_VARIABLE)
        _leave_the_editor()
        self.calls = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)
        self.event(
            "hello",
            {
                "token": token,
                "pid": os.getpid(),
                "runtime": "python",
                "version": platform.python_version(),
                "executable": sys.executable,
            },
        )
        threading.Thread(target=self._read, name="vqa-verify-wire", daemon=True).start()

    def done(self, call, value):
        self._send({"t": "done", "id": call, "value": value})

    def fail(self, call, name, message):
        self._send({"t": "fail", "id": call, "error": {"name": name, "message": message}})

    def progress(self, call, value):
        self._send({"t": "progress", "id": call, "value": value})

    def event(self, name, data):
        self._send({"t": "event", "name": name, "data": data})

    def _send(self, packet):
        line = json.dumps(packet, allow_nan=False, separators=(",", ":")) + "\n"
        try:
            with self._lock:
                self._socket.sendall(line.encode("ascii"))
        except OSError:
            _end_with_children()

    def _read(self):
        """A thread of its own notices the other end's end even while the user's code runs."""
        try:
            with self._socket.makefile("rb") as lines:
                for line in lines:
                    packet = json.loads(line)
                    if packet["t"] == "call":
                        self.calls.put(packet)
        except (OSError, ValueError):
            pass
        _end_with_children()

    def _forget(self):
        """A forked copy must not speak for this process."""
        self._socket.close()


def _end_with_children():
    """The other end is gone, or the user's code has closed this one."""
    try:
        sys.stderr.write(f"{MARK} the loss of its connection\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
    if hasattr(os, "getpgid") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    _leave(0)


def _leave_the_editor():
    """A debugger hands on all that it inherited itself: what belongs to the editor is none of the user's code."""
    for name in list(os.environ):
        if name.startswith(("VSCODE_", "VQA_VERIFY_")) or name in ("ELECTRON_RUN_AS_NODE", "NODE_OPTIONS"):
            del os.environ[name]
