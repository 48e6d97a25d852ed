"""User-defined types through the gateway or through Connect: what a program sees of them, line by line.

Usage: user_defined_types.py FOLDER classic|connect|sc://HOST:PORT
"""

import json
import os
import re
import sys
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
warnings.simplefilter("ignore")

import pandas as pd
import pyspark.sql.functions as F
from pyspark.errors import PySparkException
from pyspark.sql import Row, SparkSession, Window
from pyspark.sql.types import *

import shapes
from shapes import Circle, CircleUDT, Colour, ColourUDT, Point, PointUDT, Shape, ShapeUDT

folder = sys.argv[1]
builder = SparkSession.builder
builder = builder.remote(sys.argv[2]) if "://" in sys.argv[2] else builder.master("local[2]").config("spark.api.mode", sys.argv[2])
spark = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
is_connect = "connect" in type(spark).__module__
if is_connect:
    spark.addArtifact(shapes.__file__, pyfile=True)
else:
    spark.sparkContext.addPyFile(shapes.__file__)


def plain(value):
    """Text that does not depend on how Python hashes or on names that are made up."""
    text = value if isinstance(value, str) else repr(value)
    text = re.sub(r"#\d+", "#n", text)
    return re.sub(r"gAW[A-Za-z0-9+/=]+", "PICKLE", text)


def said(error):
    """The last line of a traceback in the text of an error."""
    return [line for line in str(error).splitlines() if re.match(r"\w+(Error|Exception): ", line)][-1:] or str(error).splitlines()[0]


def check(name, action):
    try:
        value = action()
    except PySparkException as e:
        parameters = e.getMessageParameters() or {}
        if "traceback" in parameters or e.getCondition() is None:
            # Files and lines are the installation's own.
            print(f"{name}: {type(e).__name__} {plain(said(e))[:100]}")
        else:
            print(f"{name}: {type(e).__name__} {e.getCondition()} {plain({k: parameters[k] for k in sorted(parameters)})}")
    except Exception as e:
        print(f"{name}: {type(e).__name__} {plain(str(e)).splitlines()[0][:80]}")
    else:
        print(f"{name}: {plain(value)}")


def shown(frame, **how):
    return "\n" + frame._show_string(**how) if is_connect else "\n" + frame._show_string(20, how.get("truncate", True), how.get("vertical", False))


def tree(frame):
    return "\n" + (frame.schema.treeString() if hasattr(frame.schema, "treeString") and is_connect else frame._jdf.schema().treeString())


# Making and reading
points = [(1, Point(1, 2)), (2, Point(3, 4)), (3, None), (4, Point(1, 2))]
schema = StructType([StructField("id", IntegerType(), False), StructField("p", PointUDT())])
df = spark.createDataFrame(points, schema)
check("collect", df.collect)
check("first", df.first)
check("take", lambda: df.take(2)[1].p)
check("head", lambda: df.head())
check("type of value", lambda: type(df.first().p).__name__)
check("inferred", spark.createDataFrame([(1, Point(1, 2))], ["id", "p"]).collect)
check("inferred schema", lambda: spark.createDataFrame([(1, Point(1, 2))], ["id", "p"]).schema)
check("inferred of rows", spark.createDataFrame([Row(id=1, c=Circle(Point(0, 0), 2, "a"), k=Colour(0xFF00FF))]).collect)
check("inferred of dicts", lambda: spark.createDataFrame([{"p": Point(0, 1)}]).collect())
check("every kind", spark.createDataFrame([(Circle(Point(1, 2), 3), Colour(255), Shape("line"))], StructType().add("c", CircleUDT()).add("k", ColourUDT()).add("s", ShapeUDT())).collect)
check("nulls", spark.createDataFrame([(None, None)], StructType().add("c", CircleUDT()).add("k", ColourUDT())).collect)
check("empty", spark.createDataFrame([], schema).collect)
check("one column", lambda: spark.createDataFrame([(Point(5, 6),)], StructType().add("p", PointUDT(), False)).collect())
check("wrong value", lambda: spark.createDataFrame([(1, "no point")], schema).collect())
check("wrong class", lambda: spark.createDataFrame([(1, Colour(3))], schema).collect())
check("missing value", lambda: spark.createDataFrame([(None,)], StructType().add("p", PointUDT(), False)).collect())

# Nested
nested = StructType([
    StructField("a", ArrayType(PointUDT())),
    StructField("m", MapType(StringType(), PointUDT())),
    StructField("s", StructType([StructField("c", CircleUDT()), StructField("n", IntegerType())])),
])
deep = spark.createDataFrame([([Point(1, 1), None], {"x": Point(2, 2)}, Row(c=Circle(Point(3, 3), 1, "z"), n=7)), (None, None, None)], nested)
check("nested", deep.collect)
check("nested inferred", spark.createDataFrame([([Point(1, 1)], {"x": Point(2, 2)}, Row(c=Point(3, 3)))], ["a", "m", "s"]).collect)
check("element", lambda: deep.select(F.col("a")[0], F.col("m")["x"], F.col("s.c"), F.col("s").getField("n")).collect())
check("explode", lambda: deep.select(F.explode("a")).collect())
check("explode map", lambda: deep.select(F.explode("m")).collect())
check("star of struct", lambda: deep.select("s.*").collect())
check("size", lambda: deep.select(F.size("a"), F.map_keys("m"), F.map_values("m")).collect())
check("key of map", lambda: spark.createDataFrame([({Point(1, 2): 1},)], StructType().add("m", MapType(PointUDT(), IntegerType()))).collect())
check("transform", lambda: deep.select(F.transform("a", lambda x: F.struct(x.alias("v")))).collect())
check("filter array", lambda: deep.select(F.filter("a", lambda x: x.isNotNull())).collect())
check("nested dtypes", lambda: deep.dtypes)
check("nested tree", lambda: tree(deep))
check("nested show", lambda: shown(deep, truncate=False))

# Schemas
check("schema", lambda: df.schema)
check("equal", lambda: (df.schema == schema, df.schema["p"].dataType == PointUDT(), PointUDT() == CircleUDT(), df.schema["p"].dataType == PointUDT().sqlType()))
check("dtypes", lambda: df.dtypes)
check("json", lambda: df.schema.json())
check("json again", lambda: StructType.fromJson(json.loads(df.schema.json())) == schema)
check("needs conversion", lambda: df.schema.needConversion())
check("tree", lambda: tree(df))
check("simple", lambda: df.schema.simpleString())
check("repr", lambda: df)
check("show", lambda: shown(df))
check("show vertical", lambda: shown(spark.createDataFrame([(Circle(Point(1, 2), 3, "c"), Colour(1), Shape("x"))], ["c", "k", "s"]), vertical=True, truncate=False))
check("schema of select", lambda: df.select("p", F.lit(1).alias("one")).schema)
check("typeof", lambda: df.select(F.typeof("p")).first())
check("describe", lambda: df.describe().collect())
check("metadata", lambda: spark.createDataFrame([(Point(1, 2),)], StructType([StructField("p", PointUDT(), True, {"unit": "m"})])).schema["p"].metadata)

# Expressions
check("equality", lambda: [r.id for r in df.filter(F.col("p") == F.col("p")).orderBy("id").collect()])
check("null-safe", lambda: [r.id for r in df.filter(F.col("p").eqNullSafe(F.lit(None))).collect()])
check("is null", lambda: df.filter("p is null").collect())
check("distinct", lambda: sorted(map(repr, df.select("p").distinct().collect())))
check("group by", lambda: sorted(map(repr, df.groupBy("p").count().collect())))
check("order by", lambda: [r.id for r in df.orderBy(F.col("p").desc(), "id").collect()])
check("less", lambda: df.alias("l").join(df.alias("r"), F.col("l.p") < F.col("r.p")).select("l.id", "r.id").orderBy("l.id").collect())
check("join", lambda: df.alias("l").join(df.alias("r"), "p").select("p", "l.id", "r.id").orderBy("l.id", "r.id").collect())
check("first and max", lambda: df.agg(F.max("p"), F.min("p"), F.count("p"), F.countDistinct("p")).collect())
check("collect list", lambda: df.agg(F.collect_list("p"), F.first("p")).collect())
check("coalesce", lambda: df.select(F.coalesce("p", F.lit(None))).collect())
check("when", lambda: df.select(F.when(F.col("id") > 1, F.col("p"))).collect())
check("array and struct", lambda: df.limit(1).select(F.array("p", "p"), F.struct("id", "p"), F.create_map("id", "p")).collect())
check("array_contains", lambda: df.limit(1).select(F.array_contains(F.array("p"), F.col("p"))).collect())
check("window", lambda: df.select("id", F.lag("p").over(Window.orderBy("id"))).orderBy("id").collect())
check("hash", lambda: df.limit(1).select(F.hash("p"), F.xxhash64("p")).collect())
check("dropDuplicates", lambda: df.dropDuplicates(["p"]).count())
check("fillna", lambda: df.fillna(0).collect())
check("dropna", lambda: df.dropna().count())
check("withColumn", lambda: df.withColumn("q", F.col("p")).drop("p").first())
check("renamed", lambda: df.withColumnRenamed("p", "q").toDF("a", "b").first())
check("sql", lambda: (df.createOrReplaceTempView("points"), spark.sql("select p, id + 1 as n from points where id = 1").collect())[1])
check("sql subquery", lambda: spark.sql("select p from points where p in (select p from points where id = 2)").collect())
check("sql scalar subquery", lambda: spark.sql("select id, (select p from points where id = 2) as q from points where id = 1").collect())
check("case", lambda: spark.sql("select if(id = 1, p, null) as q from points order by id limit 2").collect())
check("cached", lambda: (df.cache().count(), df.collect(), df.unpersist())[1])

# Refused, and what may be cast
check("item of it", lambda: df.select(F.col("p")[0]).collect())
check("field of it", lambda: spark.createDataFrame([(Circle(Point(1, 2), 3),)], ["c"]).select("c.radius").collect())
check("star of it", lambda: spark.createDataFrame([(Circle(Point(1, 2), 3),)], ["c"]).select("c.*").collect())
check("size of it", lambda: df.select(F.size("p")).collect())
check("explode it", lambda: df.select(F.explode("p")).collect())
check("add to it", lambda: spark.createDataFrame([(Colour(1),)], ["k"]).select(F.col("k") + 1).collect())
check("compared with its storage", lambda: df.filter(F.col("p") == F.array(F.lit(1.0), F.lit(2.0))).collect())
check("compared with another", lambda: spark.createDataFrame([(Colour(1), Point(1, 2))], ["k", "p"]).filter("k = p").collect())
check("cast to its storage", lambda: df.select(F.col("p").cast("array<double>")).collect())
check("cast to text", lambda: df.select(F.col("p").cast("string")).collect())
check("colour to text", lambda: spark.createDataFrame([(Colour(255), Circle(Point(1, 2), 3))], ["k", "c"]).select(F.col("k").cast("string"), F.col("c").cast("string")).collect())
check("cast to it", lambda: df.select(F.array(F.lit(1.0)).cast(PointUDT())).collect())
check("cast to itself", lambda: df.select(F.col("p").cast(PointUDT())).first())
check("null as it", lambda: df.limit(1).select(F.lit(None).cast(PointUDT()).alias("n")).collect())
check("concat", lambda: df.limit(1).select(F.concat("p", "p")).collect())
check("upper", lambda: df.limit(1).select(F.upper("p")).collect())
check("sum", lambda: spark.createDataFrame([(Colour(1),)], ["k"]).agg(F.sum("k")).collect())
check("unwrap", lambda: df.select(F.unwrap_udt("p")).collect())
check("unwrap schema", lambda: df.select(F.unwrap_udt("p").alias("u")).schema)
check("unwrap fields", lambda: spark.createDataFrame([(Circle(Point(1, 2), 3, "q"),)], ["c"]).select(F.unwrap_udt("c")["radius"], F.unwrap_udt("c").label).collect())
check("unwrap of none", lambda: df.select(F.unwrap_udt("id")).collect())

# Set operations
check("union", lambda: df.union(df).orderBy("id").collect())
check("union schema", lambda: df.union(df).schema == schema)
check("union by name", lambda: df.limit(1).unionByName(spark.createDataFrame([(Point(9, 9), 9)], ["p", "id"]).select(F.col("id").cast("int"), "p")).orderBy("id").collect())
check("union with null", lambda: df.limit(1).union(spark.range(1).select(F.lit(0), F.lit(None))).orderBy("id").collect())
check("union with storage", lambda: df.select("p").union(spark.sql("select array(1D, 2D)")).collect())
check("union with another", lambda: df.select("p").union(spark.createDataFrame([(Colour(1),)], ["k"])).collect())
check("intersect", lambda: df.select("p").intersect(df.filter("id = 2").select("p")).collect())
check("except", lambda: sorted(map(repr, df.select("p").exceptAll(df.filter("id = 2").select("p")).collect())))
check("to", lambda: df.to(StructType([StructField("p", PointUDT())])).collect())
check("to another", lambda: df.to(StructType([StructField("p", ColourUDT())])).collect())

# Functions
for kind, options in (("pickled", {"useArrow": False}), ("arrow", {"useArrow": True})):
    check(f"{kind} argument", lambda: df.select(F.udf(lambda p: None if p is None else p.x + p.y, "double", **options)("p").alias("sum")).collect())
    check(f"{kind} result", lambda: df.select(F.udf(lambda i: Point(i, -i), PointUDT(), **options)("id").alias("made")).collect())
    check(f"{kind} both", lambda: df.select(F.udf(lambda p: p and Point(p.y, p.x), PointUDT(), **options)("p").alias("turned")).collect())
    check(f"{kind} null", lambda: df.select(F.udf(lambda p: None, PointUDT(), **options)("p").alias("none")).distinct().collect())
    check(f"{kind} struct stored", lambda: df.limit(1).select(F.udf(lambda p: Circle(p, 1, "u"), CircleUDT(), **options)("p").alias("c")).collect())
    check(f"{kind} of struct stored", lambda: df.limit(1).select(F.udf(lambda c: c.label, "string", **options)(F.udf(lambda p: Circle(p, 1, "u"), CircleUDT(), **options)("p")).alias("label")).collect())
    check(f"{kind} array", lambda: deep.select(F.udf(lambda a: a and [p and Point(p.x + 1, p.y) for p in a], ArrayType(PointUDT()), **options)("a").alias("moved")).collect())
    check(f"{kind} struct", lambda: deep.select(F.udf(lambda s: s and (s.c, s.n), nested["s"].dataType, **options)("s").alias("same")).collect())
    check(f"{kind} map", lambda: deep.select(F.udf(lambda m: m and {k: v.x for k, v in m.items()}, MapType(StringType(), DoubleType()), **options)("m").alias("xs")).collect())
    check(f"{kind} wrong result", lambda: df.select(F.udf(lambda p: "no point", PointUDT(), **options)("p").alias("bad")).collect())
    check(f"{kind} schema", lambda: df.select(F.udf(lambda i: Point(i, i), PointUDT(), **options)("id").alias("made")).schema)
    check(f"{kind} colours", lambda: spark.createDataFrame([(Colour(1), Shape("a"))], ["k", "s"]).select(F.udf(lambda k, s: Colour(k.rgb + len(s.text)), ColourUDT(), **options)("k", "s").alias("k")).collect())


@F.pandas_udf("double")
def stored_sum(p: pd.Series) -> pd.Series:
    return p.map(lambda v: None if v is None else float(v.x + v.y) if isinstance(v, Point) else float(sum(v)))


check("pandas argument", lambda: df.select(stored_sum("p").alias("sum")).collect())
check("pandas result", lambda: df.select(F.pandas_udf(lambda i: i.map(lambda v: Point(v, v)), PointUDT())("id").alias("made")).collect())
check("registered", lambda: (spark.udf.register("turned", lambda p: p and Point(p.y, p.x), PointUDT()), spark.sql("select turned(p) as t from points order by id limit 1").collect())[1])
check("mapInPandas", lambda: df.select("id", "p").mapInPandas(lambda frames: frames, schema).collect())
check("mapInArrow", lambda: df.mapInArrow(lambda batches: batches, schema).collect())
check("applyInPandas", lambda: sorted(map(repr, df.groupBy("id").applyInPandas(lambda f: f, schema).collect())))


class Corners:
    def eval(self, p: Point):
        if p is not None:
            yield p, Point(p.x + 1, p.y + 1)


corners = F.udtf(Corners, returnType=StructType().add("a", PointUDT()).add("b", PointUDT()), useArrow=False)
check("udtf", lambda: (spark.udtf.register("corners", corners), spark.sql("select id, a, b from points, lateral corners(p) order by id").collect())[1])
check("udtf with arrow", lambda: (spark.udtf.register("corners", F.udtf(Corners, returnType=StructType().add("a", PointUDT()).add("b", PointUDT()), useArrow=True)), spark.sql("select id, a, b from points, lateral corners(p) order by id").collect())[1])

# pandas and Arrow
for arrow in ("true", "false"):
    spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", arrow)
    check(f"toPandas, arrow {arrow}", lambda: df.toPandas().to_dict("list"))
    check(f"toPandas nested, arrow {arrow}", lambda: deep.limit(1).toPandas().to_dict("list"))
    check(f"from pandas, arrow {arrow}", lambda: spark.createDataFrame(pd.DataFrame({"id": [1, 2], "p": [Point(1, 2), Point(3, 4)]}), schema).collect())
    check(f"from pandas inferred, arrow {arrow}", lambda: spark.createDataFrame(pd.DataFrame({"id": [1, 2], "p": [Point(1, 2), Point(3, 4)]})).collect())
check("toArrow", lambda: str(df.toArrow().schema.field("p").type))
check("toLocalIterator", lambda: list(df.toLocalIterator()))
check("foreach", lambda: df.foreach(lambda r: r.p and r.p.x))

# Files and tables
path = os.path.join(folder, "points")
check("parquet", lambda: (df.write.parquet(path), spark.read.parquet(path).orderBy("id").collect())[1])
check("parquet schema", lambda: spark.read.parquet(path).schema)
check("parquet with schema", lambda: spark.read.schema(schema).parquet(path).filter("id = 2").collect())
check("parquet nested", lambda: (deep.write.parquet(path + "-deep"), spark.read.parquet(path + "-deep").collect())[1])
check("parquet as plain", lambda: spark.read.schema("p array<double>").parquet(path).orderBy("p").collect())
check("json text", lambda: df.select(F.to_json(F.struct("id", "p"))).collect())
check("json file", lambda: (df.write.json(path + "-json"), spark.read.schema(schema).json(path + "-json").orderBy("id").collect())[1])
check("from json", lambda: spark.range(1).select(F.from_json(F.lit('{"id": 1, "p": [1, 2]}'), schema).alias("j")).collect())
check("csv file", lambda: df.write.csv(path + "-csv"))
check("text file", lambda: df.select("p").write.text(path + "-text"))
check("table", lambda: (df.write.saveAsTable("kept"), spark.table("kept").orderBy("id").collect())[1])
check("table schema", lambda: spark.table("kept").schema)
check("table described", lambda: spark.sql("describe kept").collect())
check("insert", lambda: (df.limit(1).write.insertInto("kept"), spark.table("kept").count())[1])
check("catalog", lambda: [(c.name, c.dataType) for c in spark.catalog.listColumns("kept")])
check("partitioned by it", lambda: df.write.partitionBy("p").parquet(path + "-parts"))
check("drop", lambda: spark.sql("drop table kept").collect())
check("show create view", lambda: (spark.sql("create or replace temp view seen as select p from points"), spark.table("seen").first())[1])

# Classes that are not at hand
paired = StructType().add("p", shapes.PairedUDT())
alone = '{"type":"struct","fields":[{"name":"v","type":{"type":"udt","class":"org.example.AloneUDT","sqlType":"double"},"nullable":true,"metadata":{}}]}'
check("paired json", lambda: paired.json())

if not is_connect:
    # RDDs
    check("rdd", lambda: df.rdd.map(lambda r: (r.id, r.p)).collect())
    check("rdd nested", lambda: deep.rdd.map(lambda r: (r.a, r.m, r.s)).collect())
    check("toDF", lambda: spark.sparkContext.parallelize([(1, Point(1, 2))]).toDF(["id", "p"]).collect())
    check("toDF with schema", lambda: df.rdd.filter(lambda r: r.p is not None).toDF(schema).orderBy("id").collect())
    check("rdd of dataframe", lambda: spark.createDataFrame(df.rdd.map(lambda r: Row(q=r.p))).collect())
    check("rdd schema", lambda: spark.createDataFrame(df.rdd, schema).schema == schema)
    check("rdd key", lambda: sorted(map(repr, df.rdd.filter(lambda r: r.p).map(lambda r: (r.p, 1)).reduceByKey(lambda a, b: a + b).collect())))
    check("java type", lambda: (df._jdf.schema().simpleString(), df._jdf.schema().catalogString(), df._jdf.schema().sql()))
    check("java json", lambda: df._jdf.schema().json())
