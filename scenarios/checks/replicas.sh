#!/bin/sh
# The shortest check that people write: good as soon as the service has all its tasks.
set -eu

for _ in $(seq 30); do
  replicas=$(docker service ls --filter "name=${DRIFTLAB_STACK}_${DRIFTLAB_SERVICE}" --format '{{.Replicas}}')
  echo "$DRIFTLAB_SERVICE: $replicas"
  [ "${replicas%/*}" = "${replicas#*/}" ] && exit 0
  sleep 1
done
exit 1
