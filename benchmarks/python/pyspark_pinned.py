"""A worker module (`spark.python.worker.module`) whose workers stay on the processor WORKER_PROCESSOR.

Virtual processors differ in pace, by a factor of two and for seconds at a time, with what else their host runs: the workers of all sides
and Python alone are comparable on the same one.
"""
import os

import pyspark.worker


def stay():
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(os.environ["WORKER_PROCESSOR"])})


def main(infile, outfile):
    stay()
    pyspark.worker.main(infile, outfile)
