"""The same as Queries.cs for Apache Spark: queries.py RUNS DATA-FOLDER FILE|SQL..."""
import glob, os, sys, time
from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("queries").getOrCreate()
runs, data = int(sys.argv[1]), sys.argv[2]
if data != "-":
    for file in glob.glob(data + "/*.parquet"):
        spark.read.parquet(file).createOrReplaceTempView(os.path.basename(file)[: -len(".parquet")])
for query in sys.argv[3:]:
    text = open(query).read() if os.path.exists(query) else query
    statements = [s for s in text.split(";") if s.strip()]
    best, rows = float("inf"), 0
    for _ in range(runs):
        start, rows = time.perf_counter(), 0
        for statement in statements:
            rows += len(spark.sql(statement).collect())
        best = min(best, time.perf_counter() - start)
    name = os.path.splitext(os.path.basename(query))[0] if os.path.exists(query) else "sql"
    print(f"{name}\t{best * 1000:.1f}\t{rows}", flush=True)
spark.stop()
