"""Makes a DataFrame of a list and shows it."""
from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("People").getOrCreate()
people = spark.createDataFrame([("Alice", 1), ("Bob", 2), ("Carol", 3)], ["Name", "Value"])
people.show()
spark.stop()
