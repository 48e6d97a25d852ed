#!/usr/bin/env bash
# Ends the Spark Connect server that start-connect-server.sh started.
who=${SPARK_IDENT_STRING:-${USER:-$(id -un)}}
class=org.apache.spark.sql.connect.service.SparkConnectServer
pid=${SPARK_PID_DIR:-/tmp}/spark-$who-$class-1.pid
if [[ -f $pid ]] && kill -0 "$(<"$pid")" 2>/dev/null; then
  echo "stopping $class"
  kill "$(<"$pid")" && rm -f "$pid"
else
  echo "no $class to stop"
fi
