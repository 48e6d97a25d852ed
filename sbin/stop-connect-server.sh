#!/usr/bin/env bash
# Ends the Spark Connect server that start-connect-server.sh started.
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
exec "$sbin/spark-daemon.sh" stop org.apache.spark.sql.connect.service.SparkConnectServer 1
