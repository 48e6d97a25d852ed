"""The jobs of compare.py on one engine: a context on the given number of cores; reads a job's name a line, runs it, answers with its
seconds on the clock and with those that this process itself worked.

Started by compare.py with the SPARK_HOME of a side.
"""
import json
import os
import sys
import time

import pandas as pd
import pyspark.sql.functions as F
from pyspark.sql import SparkSession


def plus(x):
    return x * 2 + 1


def text(x, y):
    return "%d-%s" % (x, y)


def series(x: pd.Series) -> pd.Series:
    return x * 2 + 1


def mean(x: pd.Series) -> float:
    return float(x.mean())


def jobs(spark, rows, parts):
    plain = spark.range(0, rows, 1, parts)
    pair = plain.select("id", (F.col("id") % 1000).cast("string").alias("s"))
    hundred = plain.groupBy((F.col("id") % 100).alias("k"))
    wide = pair.select("id", (F.col("id") * 0.5).alias("x"), (F.col("id") % 1000).cast("int").alias("k"), "s")
    functions = {"pickled": F.udf(plus, "long", useArrow=False), "arrow": F.udf(plus, "long", useArrow=True), "pandas": F.pandas_udf(series, "long")}
    texts = {"pickled text": F.udf(text, "string", useArrow=False), "arrow text": F.udf(text, "string", useArrow=True)}
    numbers = spark.sparkContext.parallelize(list(range(rows)), parts)
    pairs = spark.sparkContext.parallelize([(i % 1000, i) for i in range(rows)], parts)
    total = lambda frame, column: frame.agg(F.sum(column)).collect()[0][0]
    run = {}
    for name, function in functions.items():
        run[name] = lambda f=function: total(plain.select(f("id").alias("v")), "v")
    for name, function in texts.items():
        run[name] = lambda f=function: total(pair.select(F.length(f("id", "s")).alias("v")), "v")
    run["rdd map"] = lambda: numbers.map(lambda x: x + 1).count()
    run["rdd map collect"] = lambda: len(numbers.map(lambda x: x + 1).collect())
    run["rdd reduceByKey"] = lambda: pairs.reduceByKey(lambda a, b: a + b).count()
    run["mapInPandas"] = lambda: total(plain.mapInPandas(lambda batches: (b * 2 + 1 for b in batches), "id long"), "id")
    run["applyInPandas"] = lambda: total(hundred.applyInPandas(lambda group: pd.DataFrame({"n": [len(group)]}), "n long"), "n")
    run["grouped pandas"] = lambda: total(hundred.agg(F.pandas_udf(mean, "double")("id").alias("m")), "m")
    run["toPandas"] = lambda: len(wide.toPandas())
    run["createDataFrame"] = lambda: spark.createDataFrame(frame()).count()

    kept = []

    def frame():
        if not kept:
            kept.append(wide.toPandas())
        return kept[0]

    return run


def main():
    rows, cores, settings = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false").config("spark.driver.memory", "4g").config("spark.driver.maxResultSize", "0")
    builder = builder.config("spark.sql.shuffle.partitions", cores).config("spark.sql.execution.arrow.pyspark.enabled", "true")
    for setting in settings:
        builder = builder.config(*setting.split("=", 1))
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    run = jobs(spark, rows, cores)
    said = {key: spark.conf.get(key) for key in ("spark.sql.execution.pythonUDF.arrow.enabled", "spark.sql.execution.arrow.pyspark.enabled", "spark.sql.execution.arrow.maxRecordsPerBatch")}
    print("@" + json.dumps({"version": spark.version, "home": os.environ.get("SPARK_HOME", ""), "settings": said}), flush=True)
    for line in sys.stdin:
        began, busy = time.perf_counter(), time.process_time()
        answer = run[line.strip()]()
        seconds, driver = time.perf_counter() - began, time.process_time() - busy
        print("@" + json.dumps({"seconds": seconds, "driver": driver, "answer": answer}), flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
