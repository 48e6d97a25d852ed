"""Adds up a column with an accumulator, row by row."""
from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("Accumulator").getOrCreate()
total = spark.sparkContext.accumulator(0)
rows = spark.range(100)
rows.foreach(lambda row: total.add(row.id))
print("Sum: %d" % total.value)
spark.stop()
