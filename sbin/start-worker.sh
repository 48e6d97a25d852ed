#!/usr/bin/env bash
# Starts the Workers of this machine: start-worker.sh [options] spark://host:port
# SPARK_WORKER_INSTANCES says how many (default: 1); SPARK_WORKER_PORT and SPARK_WORKER_WEBUI_PORT are those of the first.
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
class=org.apache.spark.deploy.worker.Worker
if [[ $# -lt 1 || " $* " == *" --help "* ]]; then
  echo "Usage: ./sbin/start-worker.sh <master> [options]"
  exec "$FIRESTEEL_HOME/bin/spark-class" "$class" --help
fi
# The first argument is the Master, the rest are options.
master=$1
shift
for (( i = 1; i <= ${SPARK_WORKER_INSTANCES:-1}; i++ )); do
  ports=()
  [[ -n ${SPARK_WORKER_PORT:-} ]] && ports+=(--port $((SPARK_WORKER_PORT + i - 1)))
  ports+=(--webui-port $((${SPARK_WORKER_WEBUI_PORT:-8081} + i - 1)))
  "$sbin/spark-daemon.sh" start "$class" "$i" "${ports[@]}" "$@" "$master" || exit 1
done
