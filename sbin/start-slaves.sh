#!/usr/bin/env bash
# The older name of start-workers.sh.
>&2 echo "This script is deprecated, use start-workers.sh"
exec "$(dirname "${BASH_SOURCE[0]}")/start-workers.sh" "$@"
