"""Python functions over rows, timed. SPARK_HOME says whose: run it once with Firesteel's and once with Apache Spark's.

    SPARK_HOME=... PYSPARK_PYTHON=python3 python3 benchmarks/python/udf.py [rows] [cores] [runs]

Prints a line of JSON: seconds (the best of the runs) for each kind of function, and for `bare` what the same work costs
in plain Python processes, as many as cores, without an engine.
"""
import json
import multiprocessing
import sys
import time

import pandas as pd
import pyarrow as pa


def plus(x):
    return x * 2 + 1


def text(x, y):
    return "%d-%s" % (x, y)


def bare(task):
    """One core's share of the work, in batches as the workers get them."""
    kind, start, end = task
    best = float("inf")
    column = pa.array(range(start, end), pa.int64())
    strings = pa.array([str(x % 1000) for x in range(start, end)])
    began = time.perf_counter()
    for at in range(0, end - start, 10_000):
        part = column.slice(at, 10_000)
        if kind == "pandas":
            pa.Array.from_pandas(plus(part.to_pandas()))
        elif kind == "text":
            pa.array([text(x, y) for x, y in zip(part.to_pylist(), strings.slice(at, 10_000).to_pylist())])
        else:
            pa.array([plus(x) for x in part.to_pylist()], pa.int64())
    return time.perf_counter() - began


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    cores = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 4
    from pyspark.sql import SparkSession
    import pyspark.sql.functions as F

    spark = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    plain = spark.range(0, rows, 1, cores)
    source = plain.select("id", (F.col("id") % 1000).cast("string").alias("s"))
    pickled = F.udf(plus, "long", useArrow=False)
    arrow = F.udf(plus, "long", useArrow=True)
    pickled_text = F.udf(text, "string", useArrow=False)
    arrow_text = F.udf(text, "string", useArrow=True)

    @F.pandas_udf("long")
    def pandas(x: pd.Series) -> pd.Series:
        return plus(x)

    kinds = {
        "pickled": lambda: plain.select(pickled("id").alias("v")).agg(F.sum("v")).collect()[0][0],
        "arrow": lambda: plain.select(arrow("id").alias("v")).agg(F.sum("v")).collect()[0][0],
        "pickled text": lambda: source.select(pickled_text("id", "s").alias("v")).agg(F.sum(F.length("v"))).collect()[0][0],
        "arrow text": lambda: source.select(arrow_text("id", "s").alias("v")).agg(F.sum(F.length("v"))).collect()[0][0],
        "pandas": lambda: plain.select(pandas("id").alias("v")).agg(F.sum("v")).collect()[0][0],
        "mapInPandas": lambda: plain.mapInPandas(lambda parts: (p * 2 + 1 for p in parts), "id long").agg(F.sum("id")).collect()[0][0],
        "applyInPandas": lambda: plain.groupBy((F.col("id") % 100).alias("k")).applyInPandas(lambda p: pd.DataFrame({"n": [len(p)]}), "n long").agg(F.sum("n")).collect()[0][0],
        "grouped pandas": lambda: grouped(F, plain),
    }
    result = {"version": spark.version, "home": __import__("os").environ.get("SPARK_HOME", ""), "rows": rows, "cores": cores}
    answers = {}
    for name, run in kinds.items():
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            answers[name] = run()
            times.append(time.perf_counter() - began)
        result[name] = round(min(times), 3)
    result["arrow setting"] = spark.conf.get("spark.sql.execution.pythonUDF.arrow.enabled")
    spark.stop()
    share = rows // cores
    with multiprocessing.Pool(cores) as pool:
        for kind in ("arrow", "text", "pandas"):
            result["bare " + kind] = round(min(max(pool.map(bare, [(kind, i * share, (i + 1) * share) for i in range(cores)])) for _ in range(runs)), 3)
    print(json.dumps(result))
    print(json.dumps(answers), file=sys.stderr)


def grouped(F, plain):
    @F.pandas_udf("double")
    def mean(x: pd.Series) -> float:
        return float(x.mean())

    return plain.groupBy((F.col("id") % 100).alias("k")).agg(mean("id").alias("m")).agg(F.sum("m")).collect()[0][0]


if __name__ == "__main__":
    main()
