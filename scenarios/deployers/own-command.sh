#!/bin/sh
# A deploy command of one's own: puts the tree as it stands on the engine that it is told, by docker's own client, and
# stamps the service under test with what git says, in the label that it is told. With --unstamped it leaves that out.
set -eu

overlay="$DRIFTLAB_SCRATCH/stamp.$DRIFTLAB_STEP.yml"
{
  grep '^version:' compose.yml || true
  echo 'services:'
  echo "  $DRIFTLAB_SERVICE:"
  echo '    deploy:'
  echo '      labels:'
  if [ "${1:-}" = --unstamped ]; then
    echo '        com.example.deployed-by: own-command.sh'
  else
    echo "        $DRIFTLAB_STAMP_LABEL: \"$DRIFTLAB_STAMP\""
  fi
} > "$overlay"

set --
IFS=:
for file in $DRIFTLAB_COMPOSE_FILES; do
  set -- "$@" --compose-file "$file"
done
exec docker stack deploy --resolve-image never "$@" --compose-file "$overlay" "$DRIFTLAB_STACK"
