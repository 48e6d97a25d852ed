#!/usr/bin/env bash
# Starts the Master on this machine; its options are listed by --help.
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
class=org.apache.spark.deploy.master.Master
if [[ " $* " == *" --help "* ]]; then
  echo "Usage: ./sbin/start-master.sh [options]"
  exec "$FIRESTEEL_HOME/bin/spark-class" "$class" --help
fi
exec "$sbin/spark-daemon.sh" start "$class" 1 "$@"
