"""Data sources of Python that are written to: rows and batches arrive, messages are committed, and what fails is aborted."""
import os
import sys
from dataclasses import dataclass

from pyspark import TaskContext
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.datasource import DataSource, DataSourceArrowWriter, DataSourceWriter, WriterCommitMessage

spark = SparkSession.builder.getOrCreate()
journal = os.path.join(sys.argv[1], "journal")


def note(line):
    with open(journal, "a") as file:
        file.write(line + "\n")


def notes():
    with open(journal) as file:
        lines = file.read().splitlines()
    os.remove(journal)
    return sorted(lines)


@dataclass
class Written(WriterCommitMessage):
    partition: int
    rows: int


class RowWriter(DataSourceWriter):
    def __init__(self, options, schema, overwrite):
        self.fails = options.get("fails")
        note(f"writer {options.get('mark')} {schema.simpleString()} {overwrite}")

    def write(self, iterator):
        rows = list(iterator)
        if self.fails == "write":
            raise ValueError("no room")
        if self.fails == "message":
            return len(rows)
        partition = TaskContext.get().partitionId()
        note(f"{partition}: {rows[0] if rows else None}")
        return Written(partition, len(rows))

    def commit(self, messages):
        note(f"commit {[(m.partition, m.rows) for m in messages]}")
        if self.fails == "commit":
            raise ValueError("no longer there")

    def abort(self, messages):
        note(f"abort {[m and m.rows for m in messages]}")


class BatchWriter(DataSourceArrowWriter):
    def write(self, iterator):
        return Written(0, sum(batch.num_rows for batch in iterator))

    def commit(self, messages):
        note(f"commit {sum(m.rows for m in messages)}")


class Sink(DataSource):
    @classmethod
    def name(cls):
        return "journal"

    def writer(self, schema, overwrite):
        return RowWriter(self.options, schema, overwrite)


class BatchSink(DataSource):
    @classmethod
    def name(cls):
        return "batches"

    def writer(self, schema, overwrite):
        return BatchWriter()


class NoSink(DataSource):
    @classmethod
    def name(cls):
        return "readonly"


def failed(write):
    try:
        write()
        return "nothing failed"
    except PySparkException as e:
        return e.getCondition() if isinstance(e, AnalysisException) else type(e).__name__


for source in (Sink, BatchSink, NoSink):
    spark.dataSource.register(source)
rows = spark.range(0, 5, 1, 2).selectExpr("id", "named_struct('x', array(id)) as s")
rows.write.format("Journal").mode("overwrite").option("mark", "first").save()
print(notes())
spark.range(100_000).write.format("batches").mode("append").save()
print(notes())
for what in ("write", "message", "commit"):
    print(failed(lambda: rows.write.format("journal").mode("append").option("fails", what).save()), [n for n in notes() if n.startswith(("abort", "commit"))])
print(failed(lambda: rows.write.format("journal").save()))
print(failed(lambda: rows.write.format("readonly").mode("append").save()))
print(failed(lambda: rows.write.format("journal").mode("append").partitionBy("id").save()))
