# Sourced by the launchers: reads conf/spark-env.sh once. SPARK_CONF_DIR and SPARK_HOME say where it lies.
if [[ -z ${SPARK_ENV_LOADED:-} ]]; then
  export SPARK_ENV_LOADED=1
  spark_env=${SPARK_CONF_DIR:-${SPARK_HOME:-$FIRESTEEL_HOME}/conf}/spark-env.sh
  if [[ -f $spark_env ]]; then
    # What the file sets is meant for the environment.
    set -a
    . "$spark_env"
    set +a
  fi
  unset spark_env
fi
