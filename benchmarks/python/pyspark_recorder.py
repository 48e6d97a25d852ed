"""A worker module (`spark.python.worker.module`) that keeps what PySpark's worker reads in files of the folder RECORD_INPUT_TO."""
import itertools
import os

import pyspark.worker

tasks = itertools.count()


class Recorder:
    """Passes reads on and writes down what they gave."""

    def __init__(self, source, copy):
        self._source, self._copy = source, copy

    def read(self, size=-1):
        data = self._source.read(size)
        self._copy.write(data)
        return data

    def readinto(self, buffer):
        count = self._source.readinto(buffer)
        self._copy.write(memoryview(buffer)[:count])
        return count

    def readline(self, size=-1):
        data = self._source.readline(size)
        self._copy.write(data)
        return data

    readable = lambda self: True
    closed = property(lambda self: self._source.closed)

    def __getattr__(self, name):
        return getattr(self._source, name)


def main(infile, outfile):
    # A reused worker calls this once a task, and waits here for the next one.
    first = infile.peek(1)
    if not first:
        return pyspark.worker.main(infile, outfile)
    path = os.path.join(os.environ["RECORD_INPUT_TO"], f"{os.getpid()}-{next(tasks)}")
    with open(path, "wb") as copy:
        pyspark.worker.main(Recorder(infile, copy), outfile)
