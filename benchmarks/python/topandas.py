"""toPandas() and createDataFrame(pandas) with Arrow on, timed. SPARK_HOME says whose.

    SPARK_HOME=... python3 benchmarks/python/topandas.py [rows] [cores] [runs]        (SPARK_REMOTE=sc://... for Connect)
"""
import json
import os
import sys
import time


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    cores = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    from pyspark.sql import SparkSession
    import pyspark.sql.functions as F

    builder = SparkSession.builder
    if "SPARK_REMOTE" in os.environ:
        builder = builder.remote(os.environ["SPARK_REMOTE"])
    else:
        builder = builder.master(f"local[{cores}]").config("spark.driver.memory", "6g").config("spark.driver.maxResultSize", "0").config("spark.ui.enabled", "false")
    spark = builder.getOrCreate()
    spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "true")
    source = spark.range(0, rows, 1, cores).select(
        "id", (F.col("id") * 0.5).alias("x"), (F.col("id") % 1000).cast("int").alias("k"), (F.col("id") % 1000).cast("string").alias("s"))
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        frame = source.toPandas()
        times.append(time.perf_counter() - began)
        assert len(frame) == rows and list(frame.columns) == ["id", "x", "k", "s"]
    part = frame.head(min(rows, 1_000_000))
    began = time.perf_counter()
    count = spark.createDataFrame(part).count()
    create = time.perf_counter() - began
    assert count == len(part)
    print(json.dumps({"version": spark.version, "home": os.environ.get("SPARK_HOME", ""), "rows": rows, "toPandas": round(min(times), 3), "all": [round(t, 2) for t in times], "createDataFrame 1M": round(create, 3)}))
    spark.stop()


if __name__ == "__main__":
    main()
