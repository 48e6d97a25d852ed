"""RDD jobs over a million rows, timed hot. Prints one JSON object: seconds by the clock, and of processor time in the engine and in Python's workers.

Run by compare.py, or by hand with any Spark.
"""
import json
import os
import pathlib
import sys
import time

from pyspark import SparkContext

ROWS = 1_000_000
PARTITIONS = 4
TICKS = os.sysconf("SC_CLK_TCK")


def processor_time(gateway):
    """Seconds that the gateway's process and its children have used: the engine's, and those of Python's processes."""
    stats, children = {}, {}
    for file in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = file.read_text()
        except OSError:
            continue
        pid, name, rest = int(text.split(" ", 1)[0]), text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2 :].split()
        stats[pid] = (name, (int(rest[11]) + int(rest[12])) / TICKS)
        children.setdefault(int(rest[1]), []).append(pid)
    used, waiting = {"engine": 0.0, "python": 0.0}, [gateway]
    while waiting:
        pid = waiting.pop()
        name, seconds = stats[pid]
        used["python" if name.startswith("python") else "engine"] += seconds
        waiting += children.get(pid, [])
    return used


def measure(job, rounds, gateway):
    for _ in range(3):
        job()
    before, best = processor_time(gateway), float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        job()
        best = min(best, time.perf_counter() - start)
    after = processor_time(gateway)
    return {"wall": best, "engine": (after["engine"] - before["engine"]) / rounds, "python": (after["python"] - before["python"]) / rounds}


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    sc = SparkContext(f"local[{PARTITIONS}]", "RDD jobs")
    sc.setLogLevel("ERROR")
    numbers = sc.parallelize(list(range(ROWS)), PARTITIONS)
    pairs = sc.parallelize([(i % 1000, i) for i in range(ROWS)], PARTITIONS)
    kept = numbers.map(lambda x: (x, x)).cache()
    kept.count()
    jobs = {
        "map and count": lambda: numbers.map(lambda x: x + 1).count(),
        "map and collect": lambda: numbers.map(lambda x: x + 1).collect(),
        "map of a cached RDD": lambda: kept.map(lambda x: x[0] + 1).count(),
        "reduceByKey": lambda: pairs.reduceByKey(lambda a, b: a + b).count(),
    }
    gateway = sc._gateway.proc.pid
    print(json.dumps({name: measure(job, rounds, gateway) for name, job in jobs.items()}))
    sc.stop()


main()
