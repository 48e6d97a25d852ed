"""Where functions in Python may stand and what they may answer, RDDs and frames at their edges: run by tests on Firesteel, and by hand on Spark, with the same answers."""
import os
import re
import sys

import pandas
import pyarrow
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession, functions as F
from pyspark.sql.datasource import DataSource, DataSourceReader
from pyspark.sql.functions import AnalyzeResult, PandasUDFType, SelectedColumn, pandas_udf, udf, udtf
from pyspark.sql.types import StringType, StructField, StructType

home = sys.argv[1]
spark = SparkSession.builder.master("local[2]").appName("edges").config("spark.sql.shuffle.partitions", "2").getOrCreate()
sc = spark.sparkContext
sc.setLogLevel("OFF")


def answer(what):
    """Schema and rows of a frame, any other value, or an error's class and condition."""
    try:
        found = what()
        if hasattr(found, "schema") and hasattr(found, "collect"):
            found = (found.schema.simpleString(), sorted(map(repr, found.collect())))
        print(found)
    except PySparkException as e:
        parameters = {k: re.sub(r"#\d+|x_\d+", "", str(v).split("\n")[0]) for k, v in (e.getMessageParameters() or {}).items() if k not in ("traceback", "docroot")}
        print(type(e).__name__, e.getCondition(), parameters)
    except Exception as e:
        print(type(e).__name__)


one = udf(lambda x: x, "int")
changing = udf(lambda: 1, "int").asNondeterministic()
mean = pandas_udf(lambda v: float(v.mean()), "double", PandasUDFType.GROUPED_AGG)
pairs = spark.createDataFrame([(1, "a"), (2, "b"), (1, None)], "k int, v string").coalesce(1)

# Names, and where functions may not stand
answer(lambda: pairs.select(one(F.col("k").cast("int")), one(F.lit(None).cast("int")), one(F.col("k").isNull().cast("int"))).columns)
answer(lambda: pairs.groupBy("k").agg(F.sum(changing())))
answer(lambda: pairs.agg(mean(changing())))
answer(lambda: pairs.select(F.transform(F.array("k"), lambda x: one(x))))
answer(lambda: pairs.groupBy("v").pivot("k").agg(mean("k")))
spark.udf.register("own", one)
spark.udf.register("ownmean", mean)
answer(lambda: spark.sql("select own(distinct 1)"))
answer(lambda: spark.sql("select ownmean(k) filter (where k > 1) from values (1) t(k)"))
answer(lambda: spark.sql("create view lasting as select own(1) x"))
answer(lambda: spark.sql("create function lasting(x int) returns int return own(x)"))
answer(lambda: spark.sql("drop function own"))
answer(lambda: spark.sql("drop temporary function upper"))

# A name that every session has stays what it is, unless the session wants its own first
spark.udf.register("upper", lambda x: "mine")
spark.udf.register("double", lambda x: "mine")
answer(lambda: spark.sql("select upper('a'), builtin.upper('b'), session.upper('c'), double(1)"))
spark.conf.set("spark.sql.functionResolution.sessionOrder", "first")
answer(lambda: spark.sql("select upper('a'), builtin.upper('b'), double(1)"))
spark.conf.unset("spark.sql.functionResolution.sessionOrder")

# What functions answer
answer(lambda: spark.range(1).select(udf(lambda x: b"a\xff", "array<int>", useArrow=False)("id").alias("x")))
answer(lambda: spark.range(1).select(udf(lambda x: (1,), "struct<a: int, b: int>", useArrow=False)("id").alias("x")))
answer(lambda: spark.range(1).mapInArrow(lambda i: (pyarrow.RecordBatch.from_pydict({"x": pyarrow.array(["short", "longer than twelve"], pyarrow.string_view())}) for _ in i), "x string"))
answer(lambda: pairs.select("v").mapInArrow(lambda i: i, StructType([StructField("v", StringType(), False)])).count() < 0)
left, right = spark.createDataFrame([(1,), (2,)], "k int").groupBy("k"), spark.createDataFrame([(1,), (3,)], "k long").groupBy("k")
answer(lambda: left.cogroup(right).applyInPandas(lambda a, b: pandas.DataFrame({"a": [len(a)], "b": [len(b)]}), "a long, b long"))

# Table functions
spark.createDataFrame([(1, 2), (1, 3)], "k int, v int").createOrReplaceTempView("t")


@udtf(returnType="a int, b int")
class Nothing:
    def eval(self):
        yield None


def analyzed(result):
    return udtf(type("Analyzed", (), {"analyze": staticmethod(result), "eval": lambda self, row: iter([(str(row),)])}))


answer(lambda: Nothing())
answer(lambda: spark.table("t").asTable().orderBy("v"))
answer(lambda: spark.table("t").asTable().partitionBy("k").withSinglePartition())
answer(lambda: analyzed(lambda row: "a int")(spark.table("t").asTable()))
answer(lambda: analyzed(lambda row: AnalyzeResult(schema=StructType().add("x", StringType()), select=[SelectedColumn("v + 1")]))(spark.table("t").asTable()))


# Sources
class Numbers(DataSource):
    @classmethod
    def name(cls):
        return "numbers"

    def schema(self):
        return "x int"

    def reader(self, schema):
        class Reader(DataSourceReader):
            def read(self, partition):
                yield from [(1,), (2,)]

        return Reader()


spark.dataSource.register(Numbers)
spark.sql("create temporary view numbers using numbers")
answer(lambda: spark.table("numbers"))
answer(lambda: spark.dataSource.register(type("Own", (Numbers,), {"name": classmethod(lambda cls: "parquet")})))

# Frames of Arrow
answer(lambda: spark.createDataFrame(pyarrow.table({"a": pyarrow.array([], pyarrow.int32())})))
spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "true")
answer(lambda: spark.createDataFrame(pandas.DataFrame({"a": ["x", None]}), StructType([StructField("a", StringType(), False)])))

# Settings
answer(lambda: spark.conf.set("spark.sql.pyspark.udf.profiler", "x"))
answer(lambda: udf(lambda x: x, "x")("k"))
spark.conf.set("spark.sql.execution.pyspark.udf.hideTraceback.enabled", "true")
try:
    spark.range(1).select(udf(lambda x: 1 // 0)("id")).collect()
except PySparkException as e:
    print("Traceback" in str(e), "ZeroDivisionError" in str(e))

# RDDs
with open(os.path.join(home, "lines"), "wb") as lines:
    lines.write(b"one--two--three-four--five--")
text, longs = "org.apache.hadoop.mapreduce.lib.input.TextInputFormat", "org.apache.hadoop.io.LongWritable"
for size in range(1, 12, 2):
    conf = {"textinputformat.record.delimiter": "--", "mapreduce.input.fileinputformat.split.maxsize": str(size)}
    answer(lambda: sc.newAPIHadoopFile(os.path.join(home, "lines"), text, longs, "org.apache.hadoop.io.Text", conf=conf).collect())
sc.setCheckpointDir(home)
kept = sc.parallelize([1])
kept.checkpoint()
kept.count()
print(kept.getCheckpointFile().startswith("file:" + home), sc.getCheckpointDir().startswith("file:" + home))
for missing in (lambda: sc.textFile(os.path.join(home, "none")).count(), lambda: sc.addFile(os.path.join(home, "none"))):
    try:
        missing()
    except Exception as e:
        print(e.java_exception.getClass().getName())
answer(lambda: spark.sparkContext.addFile(home))
