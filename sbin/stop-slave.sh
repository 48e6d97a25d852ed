#!/usr/bin/env bash
# The older name of stop-worker.sh.
>&2 echo "This script is deprecated, use stop-worker.sh"
exec "$(dirname "${BASH_SOURCE[0]}")/stop-worker.sh" "$@"
