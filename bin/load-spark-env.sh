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
# pip's pyspark looks for Java, and offers to install it, before it comes to us, who need none.
if [[ ${BASH_SOURCE[1]##*/} == pyspark && -z ${JAVA_HOME:-} ]] && ! command -v java >/dev/null; then
  export JAVA_HOME=${SPARK_HOME:-}
fi
