"""Counts lines with letters, and words: word_count.py FILE."""
import sys
from operator import add

from pyspark.sql import SparkSession

if __name__ == "__main__":
    spark = SparkSession.builder.appName("Word count").getOrCreate()
    sc = spark.sparkContext

    lines = sc.textFile(sys.argv[1]).cache()
    with_a = lines.filter(lambda s: "a" in s).count()
    with_b = lines.filter(lambda s: "b" in s).count()
    print("Lines with a: %i, lines with b: %i" % (with_a, with_b))

    counts = lines.flatMap(lambda line: line.split()).map(lambda word: (word, 1)).reduceByKey(add)
    for word, count in sorted(counts.collect()):
        print("%s: %i" % (word, count))

    spark.stop()
