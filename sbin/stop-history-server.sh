#!/usr/bin/env bash
# Would end the history server, which does not exist yet.
echo "no org.apache.spark.deploy.history.HistoryServer to stop"
