"""A template for jobs: arguments, logging, an exit code, and a session that is stopped whatever happens."""
import argparse
import logging
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

log = logging.getLogger("job")


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000, help="how many numbers to add up")
    parser.add_argument("--output", help="folder for the result, as Parquet")
    parser.add_argument("--fail", action="store_true", help="end with an error")
    return parser.parse_args(arguments)


def run(spark, options):
    numbers = spark.range(options.rows).withColumn("group", F.col("id") % 10)
    sums = numbers.groupBy("group").agg(F.sum("id").alias("total"))
    if options.output:
        sums.write.mode("overwrite").parquet(options.output)
    if options.fail:
        raise ValueError("asked to fail")
    total = sums.agg(F.sum("total")).first()[0]
    print("Total: %d" % total)


def main(arguments):
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    options = parse(arguments)
    spark = SparkSession.builder.appName("Job template").getOrCreate()
    try:
        log.info("Started with %d rows", options.rows)
        run(spark, options)
        return 0
    except Exception:
        log.exception("The job failed")
        return 3
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
