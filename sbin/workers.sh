#!/usr/bin/env bash
# Runs a command for each host of conf/workers (or of the file that SPARK_WORKERS names): here for localhost, elsewhere by ssh.
usage="Usage: workers.sh [--config <conf-dir>] command..."
if [[ $# -le 0 ]]; then echo "$usage"; exit 1; fi
if [[ $1 == --config ]]; then export SPARK_CONF_DIR=$2; shift 2; fi
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
file=${SPARK_WORKERS:-$SPARK_CONF_DIR/workers}
[[ -z ${SPARK_WORKERS:-} && ! -f $file && -f $SPARK_CONF_DIR/slaves ]] && file=$SPARK_CONF_DIR/slaves
if [[ -f $file ]]; then hosts=$(sed 's/#.*$//; /^[[:space:]]*$/d' "$file"); else hosts=localhost; fi
for host in $hosts; do
  if [[ $host == localhost || $host == 127.0.0.1 ]]; then
    "$@" 2>&1 | sed "s/^/$host: /"
  else
    ssh ${SPARK_SSH_OPTS:--o StrictHostKeyChecking=no} "$host" "$(printf '%q ' "$@")" 2>&1 | sed "s/^/$host: /" &
  fi
  [[ -n ${SPARK_WORKER_SLEEP:-} ]] && sleep "$SPARK_WORKER_SLEEP"
done
wait
