"""Uses a package given by --py-files: zip -r greetings.zip greetings; spark-submit --py-files greetings.zip main.py."""
from pyspark.sql import SparkSession

from greetings import greet

spark = SparkSession.builder.appName("Packaged").getOrCreate()


def in_worker(name):
    from greetings import greet as there

    return there(name)


print(greet("driver"))
print(", ".join(spark.sparkContext.parallelize(["Ann", "Bob"], 2).map(in_worker).collect()))
spark.stop()
