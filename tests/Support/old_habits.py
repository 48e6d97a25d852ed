"""What programs do through the gateway, beyond PySpark's own calls: run by tests on Firesteel, and by hand on Spark, with the same answers."""
import os
import sys

from py4j.java_gateway import is_instance_of, java_import
from py4j.protocol import Py4JJavaError
from pyspark.java_gateway import ensure_callback_server_started
from pyspark.sql import Column, DataFrame, SparkSession, functions as F

spark = SparkSession.builder.master("local[2]").appName("old habits").config("spark.sql.shuffle.partitions", "3").getOrCreate()
sc, jvm, home = spark.sparkContext, spark._jvm, sys.argv[1]
frame = spark.range(10).withColumn("k", F.col("id") % 3)

# Plans
execution = frame.filter("k = 1")._jdf.queryExecution()
print([line for line in execution.toString().split("\n") if line.startswith("==")])
print(execution.analyzed().stats().sizeInBytes(), execution.optimizedPlan().stats().sizeInBytes(), execution.optimizedPlan().stats().simpleString())
print(spark._jsparkSession.sessionState().executePlan(frame._jdf.queryExecution().logical(), execution.mode()).optimizedPlan().stats().sizeInBytes())
print("Filter" in execution.executedPlan().toString(), execution.analyzed().nodeName(), execution.analyzed().schema().simpleString(), execution.analyzed().children().size())
print(spark._jsparkSession.sessionState().sqlParser().parseTableIdentifier("a.b").table(), spark._jsparkSession.sessionState().conf().numShufflePartitions())

# Datasets and catalogs
frame.createOrReplaceTempView("numbers")
rows = frame._jdf.collectAsList()
print(rows.size(), rows.get(4).getLong(1), frame._jdf.first().toString(), frame._jdf.take(2)[1].get(0), frame._jdf.rdd().getNumPartitions(), frame._jdf.javaRDD().getNumPartitions())
print(DataFrame(frame._jdf.limit(2), spark).collect(), Column(F.col("z")._jc))
catalog = spark._jsparkSession.catalog()
print(catalog.tableExists("numbers"), catalog.tableExists("letters"), [c.name() for c in catalog.listColumns("numbers").collectAsList()], catalog.currentDatabase())

# The context
status = sc._jsc.sc().getExecutorMemoryStatus()
pair = status.iterator().next()
print(status.size(), status.keySet().size(), pair._2()._1() > 0, len(jvm.scala.collection.JavaConverters.mapAsJavaMapConverter(status).asJava()), len(sc._jsc.sc().statusTracker().getExecutorInfos()))
kept = sc.parallelize(range(3)).setName("kept").persist()
kept.count()
print([(rdd.name(), rdd.id() == number) for number, rdd in sc._jsc.getPersistentRDDs().items()], sc._jsc.sc().getSchedulingMode().toString(), sc._jsc.sc().isStopped())
for rdd in sc._jsc.getPersistentRDDs().values():
    rdd.unpersist()
print(sc._jsc.getPersistentRDDs())

# Scala and Java
sequence = jvm.PythonUtils.toSeq(["a", "b"])
print(sequence.mkString(","), list(jvm.scala.collection.JavaConverters.seqAsJavaListConverter(sequence).asJava()), jvm.scala.Some("z").get(), jvm.scala.Option.apply(None).isDefined(), getattr(jvm.scala, "None$").__getattr__("MODULE$").toString())
java_import(sc._gateway.jvm, "java.util.*")
print(sc._gateway.jvm.ArrayList().size(), is_instance_of(sc._gateway, frame._jdf, "org.apache.spark.sql.Dataset"), jvm.Integer(5), jvm.java.lang.Boolean(True), jvm.java.lang.Math.max(1, 2))
print(jvm.java.time.Instant.parse("2020-01-01T00:00:00Z").toEpochMilli(), jvm.java.time.LocalDate.of(2020, 1, 2).toString(), jvm.java.lang.Runtime.getRuntime().availableProcessors() > 0)
jvm.java.lang.System.setProperty("my.own", "1")
print(jvm.java.lang.System.clearProperty("my.own"), jvm.java.lang.System.getProperty("my.own"), jvm.java.net.URI.create("s3://bucket/key").getHost(), jvm.org.apache.hadoop.util.VersionInfo.getVersion())

# Hadoop
conf = sc._jsc.hadoopConfiguration()
conf.setInt("my.int", 3)
print(conf.getInt("my.int", 0), conf.getLong("my.int", 0), conf.get("nothing", "else"), conf.get("fs.defaultFS"))
Path = jvm.org.apache.hadoop.fs.Path
files = jvm.org.apache.hadoop.fs.FileSystem.get(conf)
print(Path("s3a://bucket/a/b").getParent().toString(), Path(Path("/a"), "b").toString(), Path("/a//b/").toString(), Path("/").getParent(), Path("file:///x/y").toString())
out = files.create(Path(home + "/d/f.txt"))
out.write(bytearray(b"one\ntwo\n"))
out.close()
writer = jvm.java.io.BufferedWriter(jvm.java.io.OutputStreamWriter(files.create(Path(home + "/d/g.csv"), True), "UTF-8"))
writer.write("x")
writer.newLine()
writer.close()
reader = jvm.java.io.BufferedReader(jvm.java.io.InputStreamReader(files.open(Path(home + "/d/f.txt"))))
print(reader.readLine(), reader.readLine(), reader.readLine(), jvm.org.apache.commons.io.IOUtils.toString(files.open(Path(home + "/d/g.csv")), "UTF-8").strip())
print([s.getPath().getName() for s in files.globStatus(Path(home + "/*/{f,g}.*"))], files.globStatus(Path(home + "/none")), len(files.globStatus(Path(home + "/none*"))))
found, each = [], files.listFiles(Path(home), True)
while each.hasNext():
    status = each.next()
    found.append((status.getPath().getName(), status.getLen(), status.isFile()))
print(sorted(found), files.getContentSummary(Path(home)).getLength())
files.copyFromLocalFile(False, True, Path(home + "/d/f.txt"), Path(home + "/copy.txt"))
print(files.rename(Path(home + "/copy.txt"), Path(home + "/moved.txt")), os.path.exists(home + "/moved.txt"), files.delete(Path(home + "/moved.txt"), False), files.delete(Path(home + "/d"), True), files.exists(Path(home + "/d")))
try:
    files.listStatus(Path("/nowhere/at/all"))
except Py4JJavaError as e:
    print(e.java_exception.getClass().getName())

# Logs
log4j = jvm.org.apache.log4j
logger = log4j.LogManager.getLogger("a program")
logger.setLevel(log4j.Level.ERROR)
print(logger.getLevel().toString(), logger.isInfoEnabled(), logger.getName(), log4j.Level.toLevel("INFO").toString())
log4j.Logger.getLogger("org").setLevel(log4j.Level.OFF)
jvm.org.apache.logging.log4j.core.config.Configurator.setRootLevel(jvm.org.apache.logging.log4j.Level.ERROR)

# What shows in DataFrames
kinds = spark.createDataFrame([("a", 1, 2.5), ("b", 2, None), (None, 4, 1.0)], ["k", "n", "x"])
print(kinds.agg({"n": "max", "x": "avg", "k": "count"}).columns, kinds.select(*[F.lit(i).alias(f"c{i}") for i in range(6)]).agg({f"c{i}": "max" for i in range(6)}).columns)
print(kinds.groupBy("k").pivot("n", [1, 2]).count().orderBy("k").collect())
kinds.write.parquet(home + "/kinds")
print(all(f.startswith("file:///") for f in spark.read.parquet(home + "/kinds").inputFiles()))
for wrong in ("jvm.com.example.Thing()", "jvm.org.apache.kafka.clients.Client.make()"):
    try:
        eval(wrong)
        print("made", wrong)
    except Exception:
        print("refused")

# Catalogs behind the session's own
state = spark._jsparkSession.sessionState()
Named = jvm.org.apache.spark.sql.catalyst.TableIdentifier
kinds.write.saveAsTable("kinds_of_things")
table = state.catalog().getTableMetadata(Named("kinds_of_things", jvm.scala.Some("default"), jvm.scala.Some("spark_catalog")))
print(table.provider().get(), table.tableType().name(), table.identifier().table(), table.schema().fields()[1].name(), table.partitionColumnNames().size(), table.location().toString().endswith("/kinds_of_things"))
print(state.catalog().tableExists(Named("kinds_of_things")), state.catalog().tableExists(Named("numbers")), state.catalog().listTables("default", "*").mkString(","), state.catalogManager().currentCatalog().name())
print(spark._jsparkSession.sharedState().externalCatalog().getTable("default", "kinds_of_things").provider().get(), state.newHadoopConf().get("fs.defaultFS"), frame.filter("k = 1")._jdf.queryExecution().analyzed().getClass().getSimpleName())
spark.sql("drop table kinds_of_things")

# Java's numbers and places
numbers = jvm.java.util.Random(7)
print(numbers.nextInt(), numbers.nextInt(10), numbers.nextInt(16), numbers.nextLong(), numbers.nextDouble(), numbers.nextBoolean(), numbers.nextGaussian(), numbers.nextGaussian())
jvm.java.util.Locale.setDefault(jvm.java.util.Locale.forLanguageTag("en-US"))
print(jvm.java.util.Locale.getDefault().toString(), jvm.java.util.Optional.of("x").get(), getattr(jvm.org.apache.spark, "package").SPARK_VERSION() == spark.version)
print(frame.select(Column(jvm.org.apache.spark.sql.functions.callUDF("abs", jvm.org.apache.spark.api.python.PythonUtils.toSeq([F.col("k")._jc])))).count())

# What a table function gives at the end goes with the last row
class Counter:
    def eval(self, n: int):
        for i in range(n):
            yield i,

    def terminate(self):
        yield -1,


spark.udtf.register("counter", F.udtf(Counter, returnType="a int"))
print(sorted(tuple(r) for r in spark.sql("select id, a from range(0, 3, 1, 1), lateral counter(cast(id as int))").collect()))

# Listeners
class Listener:
    def __init__(self):
        self.seen = set()

    def onJobStart(self, e):
        self.seen.add(("job", e.stageIds().size(), e.time() > 0))

    def onJobEnd(self, e):
        self.seen.add(("job's end", e.jobResult().toString()))

    def onStageCompleted(self, e):
        stage = e.stageInfo()
        self.seen.add(("stage", stage.numTasks(), stage.failureReason().isDefined(), stage.completionTime().isDefined()))

    def onTaskEnd(self, e):
        self.seen.add(("task", e.taskInfo().successful(), e.reason().toString(), e.taskInfo().executorId(), e.taskMetrics().executorRunTime() >= 0))

    def __getattr__(self, name):
        if name.startswith("on"):
            return lambda e: None
        raise AttributeError(name)

    class Java:
        implements = ["org.apache.spark.scheduler.SparkListenerInterface"]


ensure_callback_server_started(sc._gateway)
listener = Listener()
sc._jsc.sc().addSparkListener(listener)
sc.parallelize(range(4), 2).map(lambda x: x).count()
sc._jsc.sc().listenerBus().waitUntilEmpty()
print(sorted(listener.seen))
for source in ("avro", "kafka", "no.such.source"):
    try:
        spark.read.format(source).load(home)
    except Exception as e:
        print(e.getCondition() if hasattr(e, "getCondition") else e.java_exception.getClass().getName())
spark.stop()
