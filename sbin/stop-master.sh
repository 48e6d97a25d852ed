#!/usr/bin/env bash
# Ends the Master on this machine.
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
exec "$sbin/spark-daemon.sh" stop org.apache.spark.deploy.master.Master 1
