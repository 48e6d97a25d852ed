"""Found only where the interpreter has no PySpark of its own: says so."""
import sys

raise ImportError("PySpark is not installed for this Python. Install it: %s -m pip install pyspark==4.3.0" % sys.executable)
