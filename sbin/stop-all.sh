#!/usr/bin/env bash
# Ends the Workers on every host of conf/workers and the Master here.
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
"$sbin/stop-workers.sh"
exec "$sbin/stop-master.sh"
