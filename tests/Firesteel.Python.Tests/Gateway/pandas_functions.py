import warnings
from pyspark.sql import SparkSession, Window, functions as F
from pyspark.sql.internal import InternalFunction as pandas

warnings.simplefilter("ignore")
spark = SparkSession.builder.getOrCreate()
rows = [(0, None, "a"), (1, 1.0, "b"), (2, None, None), (3, 4.0, "a"), (4, None, "b"), (5, 2.5, None), (6, 7.0, "c")]
frame = spark.createDataFrame(rows, "i int, v double, t string").coalesce(1)
none = frame.filter("i < 0")
so_far = Window.orderBy("i").rowsBetween(Window.unboundedPreceding, Window.currentRow)

def column(c, of=frame):
    return [r[0] for r in of.select(c).collect()]

for alpha in (0.5, 0.1, 1.0):
    for ignores in (True, False):
        print("ewm", alpha, ignores, column(pandas.ewm(F.col("v"), alpha, ignores).over(so_far)))
print("null_index", column(pandas.null_index(F.col("v")).over(so_far)))
print("rank", column(F.mean(F.row_number().over(Window.orderBy("t"))).over(Window.partitionBy("t")).cast("double").alias("r"), frame.filter("t is not null")))
for drops in (True, False):
    print("mode", drops, [sorted(map(str, m)) for m in column(pandas.mode(F.col("t"), drops)) + column(pandas.mode(F.col("v"), drops)) + column(pandas.mode(F.col("t"), drops), none)])
    print("product", drops, [round(p, 9) if p is not None else p for p in column(pandas.product(F.col("v"), drops)) + column(pandas.product(F.col("v"), drops), frame.filter("v > 0")) + column(pandas.product(F.col("v"), drops), none)])
print("product of whole numbers", column(pandas.product(F.col("i") - 2, True), frame.filter("i != 2")), frame.select(pandas.product(F.col("i"), True)).schema[0].dataType)
for n in range(6):
    some = frame.filter(F.col("i") < n).select((F.col("i") * F.col("i")).alias("s"))
    print("moments", n, column(pandas.skew(F.col("s")), some), column(pandas.kurt(F.col("s")), some))
    print("spread", n, [column(c, some) for c in (pandas.var(F.col("s"), 1), pandas.var(F.col("s"), 3), pandas.stddev(F.col("s"), 4), pandas.covar(F.col("s"), F.col("s") * 2, 2))])
print("constant", column(pandas.skew(F.lit(1.0))), column(pandas.kurt(F.lit(1.0))))
print("top", column(pandas.collect_top_k(F.col("i"), 3, False)), column(pandas.collect_top_k(F.col("v"), 9, True)), column(pandas.collect_top_k(F.col("i"), 2, True), none))
places = F.array(F.lit(1.0), F.lit(3.0), F.lit(5.0))
print("search", [column(pandas.array_binary_search(places, F.lit(v).cast("double")), frame.limit(1)) for v in (0, 1, 2, 5, 6, None)])
print("seconds", [column(pandas.timestamp_ntz_to_long(F.lit(t).cast("timestamp_ntz")), frame.limit(1)) for t in ("1969-12-31 23:59:59.5", "2020-06-01 12:00:00.999")])
