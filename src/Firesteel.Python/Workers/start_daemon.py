"""Runs PySpark's daemon, as `python -m MODULE` would, with what makes its workers quicker.

Arguments: the daemon's module, the workers' module, the version of PySpark that the engine speaks, and "memory" where the engine offers
each worker shared memory.
"""
import gc
import io
import mmap
import os
import runpy
import select
import socket
import stat
import struct
import sys
import threading

daemon, worker, supported, transport = sys.argv[1:]
try:
    from pyspark.version import __version__ as version
except ImportError as e:
    sys.exit("PySpark is missing here (%s). Install it: %s -m pip install pyspark==%s.0" % (e, sys.executable, supported))
if ".".join(version.split(".")[:2]) != supported:
    sys.exit("PySpark %s is not supported by the workers: install %s.0" % (version, supported))

collect, listen, fdopen, settled = gc.collect, socket.socket.listen, os.fdopen, [0]


def collect_and_settle(*generation):
    # Between tasks a worker collects its garbage: modules like pandas make that 30 ms, unless they are set aside once they are loaded.
    count = collect(*generation)
    if sys._getframe(1).f_code.co_name == "manager" and settled[0] != len(sys.modules):
        settled[0] = len(sys.modules)
        gc.freeze()
    return count


def listen_undelayed(self, *backlog):
    # Small messages over TCP do not wait for others.
    if self.family == socket.AF_INET:
        self.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listen(self, *backlog)


class Memory:
    """What a worker shares with the engine; its layout stands in WorkerMemory.cs."""

    HEAD = 4096
    # Places among the head's numbers: what has been written to and read from a ring, and whether its reader sleeps.
    GIVEN, ANSWERS = (0, 8, 16), (24, 32, 40)

    def __init__(self, path):
        file = os.open(path, os.O_RDWR)
        try:
            whole = memoryview(mmap.mmap(file, 0))
        finally:
            os.close(file)
        self.size = (len(whole) - self.HEAD) // 2
        self.head = whole[: self.HEAD].cast("Q")
        self.given, self.answers = whole[self.HEAD : self.HEAD + self.size], whole[self.HEAD + self.size :]
        self.fence = threading.Lock()

    def order(self):
        """No read after this goes before a write that stands before it."""
        self.fence.acquire(False)
        self.fence.release()


class Ring(io.RawIOBase):
    """An end of a ring. The socket to the engine wakes who sleeps, and says when the engine is gone."""

    def __init__(self, memory, places, file):
        self.memory, self.head, self.size, self.file = memory, memory.head, memory.size, file
        self.written, self.read_, self.sleeps = places
        self.poll = select.poll()

    def fileno(self):
        return self.file

    def close(self):
        if not self.closed:
            os.close(self.file)
        super().close()


class Given(Ring):
    def __init__(self, memory, file):
        super().__init__(memory, memory.GIVEN, file)
        self.poll.register(file, select.POLLIN)

    def readable(self):
        return True

    def readinto(self, target):
        head, at = self.head, self.head[self.read_]
        while head[self.written] == at:
            head[self.sleeps] = 1
            self.memory.order()
            if head[self.written] == at and self.poll.poll(1000) and not os.read(self.file, 64) and head[self.written] == at:
                return 0
            head[self.sleeps] = 0
        start = at % self.size
        count = min(len(target), head[self.written] - at, self.size - start)
        target[:count] = self.memory.given[start : start + count]
        head[self.read_] = at + count
        return count


class Answers(Ring):
    ENOUGH = 1 << 19

    def __init__(self, memory, file):
        super().__init__(memory, memory.ANSWERS, file)
        self.poll.register(file, 0)
        self.told = self.head[self.written]

    def writable(self):
        return True

    def write(self, data):
        head, at = self.head, self.head[self.written]
        while at - head[self.read_] == self.size:
            self.tell()
            if self.poll.poll(1):
                raise BrokenPipeError("The engine is gone.")
        start = at % self.size
        count = min(len(data), self.size - at + head[self.read_], self.size - start)
        self.memory.answers[start : start + count] = data if count == len(data) else data[:count]
        head[self.written] = at + count
        if at + count - self.told >= self.ENOUGH:
            self.tell()
        return count

    def tell(self):
        """Wakes the engine's reader if it sleeps."""
        self.told = self.head[self.written]
        self.memory.order()
        if self.head[self.sleeps]:
            self.head[self.sleeps] = 0
            os.write(self.file, b"\n")


class AnswersBuffer(io.BufferedWriter):
    def flush(self):
        super().flush()
        if not self.raw.closed:
            self.raw.tell()


# Gathers what is small; what is larger is copied once, between the ring and where it belongs.
BUFFER = 1 << 13
manager_pid, shared, shared_socket = os.getpid(), None, None


def offered(file):
    """The memory whose path the engine sends first; None where it cannot be opened."""
    with socket.socket(fileno=os.dup(file)) as connection:
        length = struct.unpack(">i", connection.recv(4, socket.MSG_WAITALL))[0]
        path = connection.recv(length, socket.MSG_WAITALL).decode()
        try:
            memory = Memory(path)
        except (OSError, ValueError):
            memory = None
        connection.sendall(b"\1" if memory else b"\0")
    return memory


def fdopen_shared(file, mode="r", *buffering, **named):
    """A worker opens its connection to the engine once a task: in the place of the socket's two directions it gets the two rings."""
    global shared, shared_socket
    if os.getpid() == manager_pid or mode not in ("rb", "wb"):
        return fdopen(file, mode, *buffering, **named)
    status = os.fstat(file)
    if shared_socket is None and stat.S_ISSOCK(status.st_mode):
        shared_socket, shared = status.st_ino, offered(file)
    if shared is None or status.st_ino != shared_socket or not stat.S_ISSOCK(status.st_mode):
        return fdopen(file, mode, *buffering, **named)
    return io.BufferedReader(Given(shared, file), BUFFER) if mode == "rb" else AnswersBuffer(Answers(shared, file), BUFFER)


gc.collect, socket.socket.listen = collect_and_settle, listen_undelayed
if transport == "memory":
    os.fdopen = fdopen_shared
sys.argv = [daemon, worker]
# What logs for a function tells its frames from PySpark's by the names of their modules: this one is neither.
__name__ = "start_daemon"
runpy.run_module(daemon, run_name="__main__", alter_sys=True)
