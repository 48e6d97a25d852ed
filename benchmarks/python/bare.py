"""The Python work of a job with no engine around it: replays recorded inputs of workers into PySpark's own worker, in this process.

Reads a line of file names for each measurement and answers with its seconds. Started by compare.py.
"""
import gc
import sys
import time

import pyspark.worker

from pyspark_pinned import stay


def replay(files):
    seconds = 0.0
    for file in files:
        with open(file, "rb", 65536) as given, open("/dev/null", "wb", 65536) as answer:
            # Between two tasks a worker collects its garbage; nobody waits for that.
            gc.collect()
            began = time.perf_counter()
            pyspark.worker.main(given, answer)
            answer.flush()
            seconds += time.perf_counter() - began
    return seconds


def main():
    stay()
    for line in sys.stdin:
        print(f"@{replay(line.split())}", flush=True)


if __name__ == "__main__":
    main()
