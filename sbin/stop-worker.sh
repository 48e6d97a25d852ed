#!/usr/bin/env bash
# Ends the Workers of this machine.
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
for (( i = 1; i <= ${SPARK_WORKER_INSTANCES:-1}; i++ )); do
  "$sbin/spark-daemon.sh" stop org.apache.spark.deploy.worker.Worker "$i"
done
