#!/usr/bin/env bash
# The older name of stop-workers.sh.
>&2 echo "This script is deprecated, use stop-workers.sh"
exec "$(dirname "${BASH_SOURCE[0]}")/stop-workers.sh" "$@"
