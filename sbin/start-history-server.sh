#!/usr/bin/env bash
# Would start the history server, which does not exist yet.
echo "There is no history server yet. Event logs (spark.eventLog.enabled) are in Spark's format: Apache Spark's own history server shows them." >&2
exit 1
