#!/usr/bin/env bash
# The older name of workers.sh.
>&2 echo "This script is deprecated, use workers.sh"
exec "$(dirname "${BASH_SOURCE[0]}")/workers.sh" "$@"
