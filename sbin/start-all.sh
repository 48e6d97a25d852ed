#!/usr/bin/env bash
# Starts the Master here and the Workers on every host of conf/workers.
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
if [[ -z ${SPARK_MASTER_HOST:-} ]]; then
  others=$(sed 's/#.*$//' "${SPARK_WORKERS:-$SPARK_CONF_DIR/workers}" 2>/dev/null | grep -vE '^[[:space:]]*(localhost|127\.0\.0\.1)?[[:space:]]*$')
  [[ -z $others ]] && export SPARK_MASTER_HOST=127.0.0.1
fi
"$sbin/start-master.sh" && exec "$sbin/start-workers.sh"
