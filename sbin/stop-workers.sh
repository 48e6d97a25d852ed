#!/usr/bin/env bash
# Ends the Workers on every host of conf/workers.
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
exec "$sbin/workers.sh" "$sbin/stop-worker.sh"
