"""How long `spark.sql("select 1").collect()` takes when it is hot.

    python latency.py [--remote sc://HOST:PORT] [--rounds 3000]

Over Connect with --remote, else through the gateway of whatever SPARK_HOME names. Prints the median, tenth and ninetieth percentile of
the last third of the rounds, in milliseconds, of the whole and of its two halves.
"""
import argparse
import time

from pyspark.sql import SparkSession


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--remote")
    arguments.add_argument("--rounds", type=int, default=3000)
    given = arguments.parse_args()
    builder = SparkSession.builder
    spark = (builder.remote(given.remote) if given.remote else builder.master("local[*]").config("spark.log.level", "WARN")).getOrCreate()
    parts = {"sql": [], "collect": [], "both": []}
    for _ in range(given.rounds):
        began = time.perf_counter()
        frame = spark.sql("select 1")
        middle = time.perf_counter()
        frame.collect()
        end = time.perf_counter()
        for name, seconds in (("sql", middle - began), ("collect", end - middle), ("both", end - began)):
            parts[name].append(seconds * 1000)
    for name, times in parts.items():
        last = sorted(times[-(given.rounds // 3):])
        at = lambda share: last[int(len(last) * share)]
        print(f"{name:8} median {at(0.5):.2f} ms   10 % {at(0.1):.2f}   90 % {at(0.9):.2f}")
    spark.stop()


if __name__ == "__main__":
    main()
