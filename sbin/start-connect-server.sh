#!/usr/bin/env bash
# Starts a Spark Connect server in the background: start-connect-server.sh [spark-submit options]
home=$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
pids=${SPARK_PID_DIR:-/tmp}
logs=${SPARK_LOG_DIR:-$home/logs}
who=${SPARK_IDENT_STRING:-${USER:-$(id -un)}}
class=org.apache.spark.sql.connect.service.SparkConnectServer
pid=$pids/spark-$who-$class-1.pid
log=$logs/spark-$who-$class-1-$(hostname).out
if [[ -f $pid ]] && kill -0 "$(<"$pid")" 2>/dev/null; then
  echo "$class running as process $(<"$pid").  Stop it first."
  exit 1
fi
if [[ -n ${SPARK_NO_DAEMONIZE:-} ]]; then exec "$home/bin/spark-class" "$class" "$@"; fi
mkdir -p "$pids" "$logs"
echo "starting $class, logging to $log"
nohup "$home/bin/spark-class" "$class" "$@" >>"$log" 2>&1 </dev/null &
echo $! >"$pid"
