"""Processor seconds of the engine and of its Python workers for 1 M rows on one core: what the engine adds to the work of Python.

    SPARK_HOME=... python3 benchmarks/python/udf_cpu.py
"""
import os,sys,time
from pyspark.sql import SparkSession
import pyspark.sql.functions as F, pandas as pd
spark = SparkSession.builder.master("local[1]").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
import subprocess
pid = spark.sparkContext._gateway.proc.pid
def tree(pid):
    out = subprocess.run(["ps","-eo","pid,ppid,args"],capture_output=True,text=True).stdout.splitlines()[1:]
    kids={}
    for l in out:
        a=l.split(None,2); kids.setdefault(int(a[1]),[]).append((int(a[0]),a[2]))
    res=[]; st=[pid]
    while st:
        p=st.pop(); res.append(p); st+= [k for k,_ in kids.get(p,[])]
    return res, dict((p,a) for v in kids.values() for p,a in v)
def cpu(p):
    try: f=open(f"/proc/{p}/stat").read().rsplit(")",1)[1].split(); return (int(f[11])+int(f[12]))/100
    except: return 0
def snapshot():
    ps,args=tree(pid)
    eng=sum(cpu(p) for p in ps if "Firesteel" in args.get(p,"") or "java" in args.get(p,""))
    py=sum(cpu(p) for p in ps if "python" in args.get(p,"") and "Firesteel" not in args.get(p,"") and "java" not in args.get(p,""))
    return eng,py
def plus(x): return x*2+1
def text(x,y): return "%d-%s"%(x,y)
N=1000000
plain=spark.range(0,N,1,1); source=plain.select("id",(F.col("id")%1000).cast("string").alias("s"))
kinds={"none": lambda: plain.agg(F.sum("id")).collect(),
"pickled": lambda: plain.select(F.udf(plus,"long",useArrow=False)("id").alias("v")).agg(F.sum("v")).collect(),
"arrow": lambda: plain.select(F.udf(plus,"long",useArrow=True)("id").alias("v")).agg(F.sum("v")).collect(),
"pickled text": lambda: source.select(F.udf(text,"string",useArrow=False)("id","s").alias("v")).agg(F.sum(F.length("v"))).collect(),
"arrow text": lambda: source.select(F.udf(text,"string",useArrow=True)("id","s").alias("v")).agg(F.sum(F.length("v"))).collect(),
"pandas": lambda: plain.select(F.pandas_udf(lambda s: s*2+1,"long")("id").alias("v")).agg(F.sum("v")).collect()}
for k,f in kinds.items():
    f(); f()
    a=snapshot(); t=time.time()
    for _ in range(3): f()
    b=snapshot(); print(k, "wall %.2f engine cpu %.2f python cpu %.2f"%((time.time()-t)/3,(b[0]-a[0])/3,(b[1]-a[1])/3))
