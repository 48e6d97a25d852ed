# Sourced by the scripts of this folder: where the installation lies, and what conf/spark-env.sh sets.
self=${BASH_SOURCE[1]:-$0}
while [[ -L $self ]]; do
  target=$(readlink "$self")
  [[ $target == /* ]] && self=$target || self=$(dirname "$self")/$target
done
FIRESTEEL_HOME=$(cd -P "$(dirname "$self")/.." && pwd) || exit 1
export FIRESTEEL_HOME
export SPARK_HOME=${SPARK_HOME:-$FIRESTEEL_HOME}
export SPARK_CONF_DIR=${SPARK_CONF_DIR:-$SPARK_HOME/conf}
. "$FIRESTEEL_HOME/bin/load-spark-env.sh"
# Kubernetes gives a service named spark-master a variable SPARK_MASTER_PORT of its own making.
for variable in SPARK_MASTER_PORT SPARK_MASTER_WEBUI_PORT SPARK_WORKER_PORT SPARK_WORKER_WEBUI_PORT; do
  if [[ ${!variable:-} == *://* ]]; then
    echo "Ignored $variable=${!variable}: it is the address of a service, as Kubernetes puts it into the environment" >&2
    unset "$variable"
  fi
done
# Files in a folder that others can write to could be theirs.
if [[ -z ${SPARK_PID_DIR:-} ]]; then
  SPARK_PID_DIR=${XDG_RUNTIME_DIR:-/tmp}/spark-$(id -un)
  [[ -d $SPARK_PID_DIR ]] || mkdir -m 700 "$SPARK_PID_DIR"
  if [[ -L $SPARK_PID_DIR || ! -O $SPARK_PID_DIR ]]; then
    echo "$SPARK_PID_DIR is not a folder of $(id -un)'s own: set SPARK_PID_DIR to one." >&2
    exit 1
  fi
fi
export SPARK_PID_DIR
sbin=$FIRESTEEL_HOME/sbin
