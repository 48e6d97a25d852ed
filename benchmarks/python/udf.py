"""Python functions over rows, timed. SPARK_HOME says whose: run it once with Firesteel's and once with Apache Spark's.

    SPARK_HOME=... PYSPARK_PYTHON=python3 python3 benchmarks/python/udf.py [rows] [cores] [runs]

Prints a line of JSON: seconds (the best of the runs) for each kind of function, and for `bare` what PySpark's worker alone
needs for the same rows, as many processes as cores, its input and output in memory.
"""
import io
import json
import multiprocessing
import os
import pickle
import struct
import sys
import tempfile
import time

import pandas as pd
import pyarrow as pa


def plus(x):
    return x * 2 + 1


def text(x, y):
    return "%d-%s" % (x, y)


def worker_input(kind, rows):
    """All that an executor sends to a worker for one task: the function, its settings and the rows."""
    from pyspark.cloudpickle import dumps
    from pyspark.sql.types import LongType, StringType

    out = io.BytesIO()
    number = lambda n: out.write(struct.pack("!i", n))

    def data(b):
        number(len(b))
        out.write(b)

    text_kind = kind.endswith("text")
    eval_type = 200 if kind == "pandas" else 100 if kind.startswith("pickled") else 101
    function, returned = (text, StringType()) if text_kind else (plus, LongType())
    columns = ["long", "string"] if text_kind else ["long"]
    schema = {"type": "struct", "fields": [{"name": f"_{i}", "type": t, "nullable": True, "metadata": {}} for i, t in enumerate(columns)]}
    number(0)
    data(b"%d.%d" % sys.version_info[:2])
    data(json.dumps({"isBarrier": False, "connInfo": -1, "secret": None, "stageId": 0, "partitionId": 0, "attemptNumber": 0, "taskAttemptId": 0,
                     "cpus": 1, "cpuAmount": "1", "resources": {}, "localProperties": {}}).encode())
    data(tempfile.gettempdir().encode())
    number(0)
    out.write(b"\0")
    number(0)
    number(eval_type)
    number(1)
    data(b"spark.sql.session.timeZone")
    data(b"UTC")
    number(1)
    data(b"input_type")
    data(json.dumps(schema).encode())
    number(1)
    number(len(columns))
    for at in range(len(columns)):
        number(at)
        out.write(b"\0")
    number(1)
    data(dumps((function, returned)))
    out.write(struct.pack("!q", 0))
    message = out.getvalue()
    out = io.BytesIO()
    number(-8)
    data(message)
    if eval_type == 100:
        for at in range(0, rows, 100):
            data(pickle.dumps([(x, str(x % 1000)) if text_kind else (x,) for x in range(at, min(rows, at + 100))], 2))
        number(-1)
    else:
        arrays = [pa.array(range(rows), pa.int64())] + ([pa.array([str(x % 1000) for x in range(rows)])] if text_kind else [])
        table = pa.table(arrays, names=[f"_{i}" for i in range(len(columns))])
        with pa.ipc.new_stream(out, table.schema) as stream:
            stream.write_table(table, max_chunksize=10_000)
    number(-4)
    return out.getvalue()


def bare(task):
    """What one core's share costs PySpark's own worker, its input and output in memory: the least that any engine has to wait."""
    import pyspark.worker

    kind, rows = task
    given = worker_input(kind, rows)
    pyspark.worker.main(io.BytesIO(given), io.BytesIO())
    began = time.perf_counter()
    pyspark.worker.main(io.BytesIO(given), io.BytesIO())
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
    result = {"version": spark.version, "home": os.environ.get("SPARK_HOME", ""), "rows": rows, "cores": cores}
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
    with multiprocessing.Pool(cores) as pool:
        for kind in ("pickled", "arrow", "pickled text", "arrow text", "pandas"):
            result["bare " + kind] = round(min(max(pool.map(bare, [(kind, rows // cores)] * cores, 1)) for _ in range(runs)), 3)
    print(json.dumps(result))
    print(json.dumps(answers), file=sys.stderr)


def grouped(F, plain):
    @F.pandas_udf("double")
    def mean(x: pd.Series) -> float:
        return float(x.mean())

    return plain.groupBy((F.col("id") % 100).alias("k")).agg(mean("id").alias("m")).agg(F.sum("m")).collect()[0][0]


if __name__ == "__main__":
    main()
