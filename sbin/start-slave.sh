#!/usr/bin/env bash
# The older name of start-worker.sh.
>&2 echo "This script is deprecated, use start-worker.sh"
exec "$(dirname "${BASH_SOURCE[0]}")/start-worker.sh" "$@"
