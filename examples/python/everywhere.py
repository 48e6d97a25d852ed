"""Functions of every kind, with modules, files, an archive, a broadcast and an accumulator: the same answer under every master.

    zip -r greetings.zip packaged/greetings ...; spark-submit --master MASTER --py-files greetings.zip,shout.py --files words.txt
        --archives env.tar.gz#environment everywhere.py

Prints a line for each part; --py-files, --files and --archives are used where the command line named them.
"""
import os
import sys

import pandas as pd
import pyspark.sql.functions as F
from pyspark import SparkFiles
from pyspark.sql import Row, SparkSession


def greet(name):
    import greetings

    return greetings.greet(name)


def main(parts):
    spark = SparkSession.builder.appName("Everywhere").getOrCreate()
    sc = spark.sparkContext
    numbers = sc.parallelize(range(8), 4)
    frame = spark.range(8).repartition(2)
    total = lambda rows, column: rows.agg(F.sum(column)).first()[0]

    if "rdd" in parts:
        factor, seen = sc.broadcast(10), sc.accumulator(0)

        def work(x):
            seen.add(1)
            return x * factor.value

        print("rdd:", numbers.map(work).sum(), "of", seen.value, "items;", sorted(numbers.map(lambda x: (x % 2, x)).reduceByKey(lambda a, b: a + b).collect()))
    if "udf" in parts:
        plus = lambda x: x + 1
        print("udf pickled:", total(frame.select(F.udf(plus, "long", useArrow=False)("id").alias("v")), "v"))
        print("udf arrow:", total(frame.select(F.udf(plus, "long", useArrow=True)("id").alias("v")), "v"))
        print("pandas_udf:", total(frame.select(F.pandas_udf(lambda s: s + 1, "long")("id").alias("v")), "v"))

        @F.pandas_udf("double")
        def mean(values: pd.Series) -> float:
            return float(values.mean())

        print("grouped:", sorted(tuple(r) for r in frame.groupBy((F.col("id") % 2).alias("k")).agg(mean("id").alias("m")).collect()))
        print("mapInPandas:", total(frame.mapInPandas(lambda batches: (b + 1 for b in batches), "id long"), "id"))
        print("mapInArrow:", total(frame.mapInArrow(lambda batches: batches, "id long"), "id"))
        keyed = frame.withColumn("k", F.col("id") % 2)
        print("applyInPandas:", total(keyed.groupBy("k").applyInPandas(lambda g: pd.DataFrame({"n": [len(g)]}), "n long"), "n"))
        print("cogroup:", total(keyed.groupBy("k").cogroup(keyed.groupBy("k")).applyInPandas(lambda a, b: pd.DataFrame({"n": [len(a) + len(b)]}), "n long"), "n"))

        @F.udtf(returnType="n long")
        class Twice:
            def eval(self, n: int):
                yield (n,)
                yield (n,)

        spark.udtf.register("twice", Twice)
        spark.udf.register("plus", plus, "long")
        print("sql:", spark.sql("select sum(plus(t.n)) from range(8) r, lateral twice(r.id) t").first()[0])
        spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "true")
        many = spark.range(0, 20000, 1, 3).filter("id % 7 > 1").selectExpr("id", "cast(id as string) s").toPandas()
        print("toPandas:", len(many), list(many["id"]) == sorted(many["id"]), many["s"].iloc[-1])
        print("rows:", frame.rdd.map(lambda row: Row(v=row.id * 2)).toDF().agg(F.sum("v")).first()[0])
    if "modules" in parts:
        import shout

        print("modules:", numbers.map(lambda x: shout.shout(greet(str(x)))).first(), frame.select(F.udf(greet)(F.lit("Ann"))).first()[0])
    if "files" in parts:
        read = lambda path: open(path).read().strip()
        print("files:", numbers.map(lambda x: read(SparkFiles.get("words.txt"))).distinct().collect(), read(SparkFiles.get("words.txt")))
    if "archives" in parts:
        read = lambda path: open(path).read().strip()
        print("archives:", numbers.map(lambda x: read(os.path.join(SparkFiles.get("environment"), "name.txt"))).distinct().collect())
    if "python" in parts:
        where = lambda _: (sys.executable, os.environ.get("COLOUR"))
        print("python:", sorted(set(numbers.map(where).collect())), frame.select(F.udf(lambda _: sys.executable)("id")).distinct().first()[0])
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1:] or ["rdd", "udf"])
