#!/usr/bin/env bash
# Starts the Workers on every host of conf/workers.
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
port=${SPARK_MASTER_PORT:-7077}
if [[ -z ${SPARK_MASTER_HOST:-} ]]; then
  # Where every worker is this machine, so is the way to the Master.
  others=$(sed 's/#.*$//' "${SPARK_WORKERS:-$SPARK_CONF_DIR/workers}" 2>/dev/null | grep -vE '^[[:space:]]*(localhost|127\.0\.0\.1)?[[:space:]]*$')
  [[ -z $others ]] && SPARK_MASTER_HOST=127.0.0.1 || SPARK_MASTER_HOST=$(hostname -f 2>/dev/null || uname -n)
fi
# Other hosts get the cluster's secret from here: the environment's, or the file that the first Master wrote.
secret=${SPARK_AUTH:-${_SPARK_AUTH_SECRET:-}}
[[ ${XDG_CONFIG_HOME:-} == /* ]] && own=$XDG_CONFIG_HOME || own=${HOME:-}/.config
[[ -z $secret && -r $own/firesteel/cluster-secret ]] && secret=$(<"$own/firesteel/cluster-secret")
FIRESTEEL_WORKERS_SECRET=$secret exec "$sbin/workers.sh" "$sbin/start-worker.sh" "spark://$SPARK_MASTER_HOST:$port"
