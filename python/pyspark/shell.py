"""Starts the interactive shell of the PySpark that the interpreter has, for launchers that name it under SPARK_HOME."""
import importlib.util as _util

_shell = _util.find_spec("pyspark.shell").origin
with open(_shell) as _source:
    exec(compile(_source.read(), _shell, "exec"))
