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
sbin=$FIRESTEEL_HOME/sbin
