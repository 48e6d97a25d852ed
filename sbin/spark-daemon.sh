#!/usr/bin/env bash
# Runs a daemon in the background, with a log and a pid file, or ends it.
#
#   SPARK_LOG_DIR       where logs go (default: logs beside sbin)
#   SPARK_PID_DIR       where pid files go (default: spark-$USER in the run-time folder or /tmp, for the owner alone)
#   SPARK_IDENT_STRING  stands for this user in the files' names (default: $USER)
#   SPARK_LOG_MAX_FILES how many old logs are kept (default: 5)
#   SPARK_NICENESS      scheduling priority (default: 0)
#   SPARK_NO_DAEMONIZE  if set, run in the foreground and write no log file
usage="Usage: spark-daemon.sh [--config <conf-dir>] (start|stop|submit|decommission|status) <spark-command> <spark-instance-number> <args...>"

if [[ $# -le 1 ]]; then echo "$usage"; exit 1; fi
if [[ $1 == --config ]]; then
  if [[ ! -d $2 ]]; then echo "ERROR : $2 is not a directory"; echo "$usage"; exit 1; fi
  export SPARK_CONF_DIR=$2
  shift 2
fi
. "$(dirname "${BASH_SOURCE[0]}")/spark-config.sh"

option=$1 command=$2 instance=$3
shift 3

export SPARK_IDENT_STRING=${SPARK_IDENT_STRING:-${USER:-$(id -un)}}
SPARK_LOG_DIR=${SPARK_LOG_DIR:-$SPARK_HOME/logs}
name=spark-$SPARK_IDENT_STRING-$command-$instance
log=$SPARK_LOG_DIR/$name-$(uname -n).out
pid=$SPARK_PID_DIR/$name.pid
# The daemon writes the address of its pages there, for its owner alone.
pages=$SPARK_PID_DIR/$name.url

# The process that the pid file names, where it still runs and is ours.
running() {
  [[ -f $pid ]] || return 1
  target=$(<"$pid")
  [[ $target =~ ^[0-9]+$ ]] && kill -0 "$target" 2>/dev/null && [[ $(ps -p "$target" -o args= 2>/dev/null) == *Firesteel* ]]
}

roll_log() {
  local n=${SPARK_LOG_MAX_FILES:-5}
  [[ $n =~ ^[1-9][0-9]*$ ]] || { echo "Error: SPARK_LOG_MAX_FILES must be a positive number, but got $n"; exit 1; }
  [[ -f $log ]] || return 0
  while (( n > 1 )); do
    [[ -f $log.$((n - 1)) ]] && mv "$log.$((n - 1))" "$log.$n"
    n=$((n - 1))
  done
  mv "$log" "$log.1"
}

start() {
  if [[ -n ${SPARK_NO_DAEMONIZE+set} ]]; then
    exec nice -n "${SPARK_NICENESS:-0}" "$FIRESTEEL_HOME/bin/spark-class" "$command" "$@"
  fi
  if running; then
    echo "$command running as process $target.  Stop it first."
    exit 1
  fi
  mkdir -p "$SPARK_PID_DIR" "$SPARK_LOG_DIR" || exit 1
  if ! [[ -w $SPARK_LOG_DIR ]]; then echo "The log folder $SPARK_LOG_DIR cannot be written to; set SPARK_LOG_DIR." >&2; exit 1; fi
  # A build goes to the terminal, not to the log.
  [[ -x $FIRESTEEL_HOME/artifacts/engine/current/Firesteel.Cli ]] || "$FIRESTEEL_HOME/bin/build-engine" || exit 1
  roll_log
  echo "starting $command, logging to $log"
  echo "Spark Command: $FIRESTEEL_HOME/bin/spark-class $command $*" >"$log"
  echo "========================================" >>"$log"
  rm -f "$pages"
  export FIRESTEEL_PAGES_FILE=$pages
  nohup nice -n "${SPARK_NICENESS:-0}" "$FIRESTEEL_HOME/bin/spark-class" "$command" "$@" >>"$log" 2>&1 </dev/null &
  local new=$!
  echo "$new" >"$pid"
  # Up, or gone: a daemon that will not start is to be seen here.
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 "$new" 2>/dev/null || break
    if grep -qE 'New state: (ALIVE|RECOVERING)|Connecting to master|Connect server started' "$log" 2>/dev/null; then
      [[ -f $pages ]] && echo "pages: $(<"$pages")"
      return 0
    fi
    sleep 0.1
  done
  if ! kill -0 "$new" 2>/dev/null; then
    echo "failed to launch: nice -n ${SPARK_NICENESS:-0} $FIRESTEEL_HOME/bin/spark-class $command $*"
    tail -n 10 "$log" | sed 's/^/  /'
    echo "full log in $log"
    rm -f "$pid"
    exit 1
  fi
}

stop() {
  if [[ ! -f $pid ]]; then
    echo "no $command to stop"
    return
  fi
  if running; then
    echo "stopping $command"
    kill "$target"
    for _ in $(seq 1 200); do
      kill -0 "$target" 2>/dev/null || break
      sleep 0.1
    done
    rm -f "$pid" "$pages"
  else
    echo "no $command to stop"
    rm -f "$pid"
  fi
}

case $option in
  start) start "$@" ;;
  submit) start "$@" ;;
  stop | decommission) stop ;;
  status)
    if running; then echo "$command is running."; exit 0; fi
    if [[ -f $pid ]]; then echo "$pid file is present but $command not running"; exit 1; fi
    echo "$command not running."
    exit 2
    ;;
  *) echo "$usage"; exit 1 ;;
esac
