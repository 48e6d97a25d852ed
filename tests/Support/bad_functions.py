"""Functions that raise, leave, eat memory, never return, or answer with what is no value: each error is told, and the next function works."""
import os
import pathlib
import sys
import threading
import time

import pyspark.sql.functions as F
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
folder = sys.argv[1]
limited = "--limited" in sys.argv


def fails(x):
    raise ValueError("not this one")


def leaves(x):
    os._exit(7)


def eats(x):
    return len(bytearray(8 << 30))


class Order:
    def __reduce__(self):
        return os.mkdir, (os.path.join(folder, "made-by-a-pickle"),)


def orders(x):
    return Order()


def waits(x):
    pathlib.Path(folder, "pid").write_text(str(os.getpid()))
    while True:
        time.sleep(1)


def run(function, arrow):
    return spark.range(1).select(F.udf(function, "long", useArrow=arrow)("id")).collect()


def told(name, function, arrow, *words):
    try:
        print(name, "gave", run(function, arrow))
    except Exception as e:
        print(name, type(e).__name__, [word in str(e) for word in words], run(lambda x: x + 1, arrow)[0][0])


def alive(pid):
    try:
        os.kill(pid, 0)
        return True
    except ProcessLookupError:
        return False


for arrow in (False, True):
    kind = "arrow" if arrow else "pickled"
    told(f"{kind} fails", fails, arrow, "ValueError: not this one", "line")
    told(f"{kind} leaves", leaves, arrow, "Python worker")
    if limited:
        told(f"{kind} eats", eats, arrow, "MemoryError")
told("pickled orders", orders, False, "mkdir")
print("nothing was made:", not os.path.exists(os.path.join(folder, "made-by-a-pickle")))

ended = []


def wait_for_ever():
    spark.addTag("endless")
    try:
        run(waits, False)
    except Exception as e:
        ended.append(type(e).__name__)


thread = threading.Thread(target=wait_for_ever)
thread.start()
pid = pathlib.Path(folder, "pid")
limit = time.time() + 120
while not (pid.exists() and pid.read_text()) and time.time() < limit:
    time.sleep(0.05)
spark.interruptTag("endless")
thread.join(120)
worker = int(pid.read_text())
while alive(worker) and time.time() < limit:
    time.sleep(0.05)
print("ended:", len(ended), "worker alive:", alive(worker), "next:", run(lambda x: x + 2, False)[0][0])
spark.stop()
