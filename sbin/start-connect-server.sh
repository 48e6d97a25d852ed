#!/usr/bin/env bash
# Starts a Spark Connect server in the background: start-connect-server.sh [spark-submit options]
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
class=org.apache.spark.sql.connect.service.SparkConnectServer
if [[ " $* " == *" --help "* || " $* " == *" -h "* ]]; then
  echo "Usage: ./sbin/start-connect-server.sh [options]"
  exec "$FIRESTEEL_HOME/bin/spark-class" "$class" --help
fi
exec "$sbin/spark-daemon.sh" submit "$class" 1 "$@"
