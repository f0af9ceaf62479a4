#!/bin/sh
# Deploys by docker-stack, a program of PyPI that fills variables in itself and keeps versions of what it deployed. It
# takes one compose file, so the recipe's files and the stamp are merged by docker first.
set -eu
overlay="$DRIFTLAB_SCRATCH/stamp.yml"
printf 'version: "3.8"\nservices: { %s: { deploy: { labels: { %s: "%s" } } } }\n' \
  "$DRIFTLAB_SERVICE" "$DRIFTLAB_STAMP_LABEL" "$DRIFTLAB_STAMP" > "$overlay"
set --
IFS=:
for file in $DRIFTLAB_COMPOSE_FILES; do
  set -- "$@" --compose-file "$file"
done
merged="$DRIFTLAB_SCRATCH/merged.yml"
docker stack config "$@" --compose-file "$overlay" > "$merged"
exec docker-stack deploy --resolve-image never "$DRIFTLAB_STACK" "$merged"
