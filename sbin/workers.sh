#!/usr/bin/env bash
# Runs a command for each host of conf/workers (or of the file that SPARK_WORKERS names): here for localhost, elsewhere by ssh.
#
#   SPARK_SSH_OPTS        options for ssh (default: -o StrictHostKeyChecking=no)
#   SPARK_SSH_FOREGROUND  if set, one host after the other
#   SPARK_WORKER_SLEEP    seconds between hosts
usage="Usage: workers.sh [--config <conf-dir>] command..."
if [[ $# -le 0 ]]; then echo "$usage"; exit 1; fi
if [[ $1 == --config ]]; then export SPARK_CONF_DIR=$2; shift 2; fi
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"
file=${SPARK_WORKERS:-$SPARK_CONF_DIR/workers}
[[ -z ${SPARK_WORKERS:-} && ! -f $file && -f $SPARK_CONF_DIR/slaves ]] && file=$SPARK_CONF_DIR/slaves
if [[ -n ${SPARK_WORKERS:-} && ! -f $file ]]; then echo "workers.sh: SPARK_WORKERS names $file, which is not there" >&2; exit 1; fi
if [[ -f $file ]]; then hosts=$(sed 's/#.*$//; /^[[:space:]]*$/d' "$file"); else hosts=localhost; fi
command=$(printf '%q ' "$@")
# What start-workers.sh hands over for the Workers goes by the connection itself: command lines can be seen by others.
secret=${FIRESTEEL_WORKERS_SECRET:-}
unset FIRESTEEL_WORKERS_SECRET
[[ -n $secret ]] && command="IFS= read -r SPARK_AUTH && export SPARK_AUTH && $command"

run() {
  if [[ $1 == localhost || $1 == 127.0.0.1 ]]; then
    "${@:2}" 2>&1
  else
    # shellcheck disable=SC2086
    ssh ${SPARK_SSH_OPTS:--o StrictHostKeyChecking=no} "$1" "$command" 2>&1 <<<"$secret"
  fi | sed "s/^/$1: /"
  return "${PIPESTATUS[0]}"
}

failed=0
waiting=()
for host in $hosts; do
  if [[ $host == localhost || $host == 127.0.0.1 || -n ${SPARK_SSH_FOREGROUND:-} ]]; then
    run "$host" "$@" || failed=1
  else
    run "$host" "$@" &
    waiting+=($!)
  fi
  [[ -n ${SPARK_WORKER_SLEEP:-} ]] && sleep "$SPARK_WORKER_SLEEP"
done
for process in "${waiting[@]}"; do wait "$process" || failed=1; done
exit $failed
