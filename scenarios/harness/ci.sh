#!/bin/sh
# A small CI harness as many have one: deploy the base, wait, deploy the head, wait, look at the label, take all down,
# and say in results.json what became of it. It believes what it sees: every service N/N, and then the label.
# With --guarded it waits, before it looks, until swarm says that the update is over.
set -eu
guarded=${1:-}
results="$DRIFTLAB_SCRATCH/results.json"
label="coop-cloud.$DRIFTLAB_STACK.chaos-version"
service="${DRIFTLAB_STACK}_$DRIFTLAB_SERVICE"

put() {
  git checkout --quiet --force "$1"
  overlay="$DRIFTLAB_SCRATCH/stamp.yml"
  printf 'version: "3.8"\nservices: { %s: { deploy: { labels: { %s: "%s" } } } }\n' \
    "$DRIFTLAB_SERVICE" "$label" "$2" > "$overlay"
  files=''
  for file in $(echo "$DRIFTLAB_COMPOSE_FILES" | tr : ' '); do files="$files --compose-file $file"; done
  # shellcheck disable=SC2086
  docker stack deploy --resolve-image never $files --compose-file "$overlay" "$DRIFTLAB_STACK"
}

wait_replicas() {
  for _ in $(seq 150); do
    if docker stack services --format '{{.Replicas}}' "$DRIFTLAB_STACK" | awk '{ split($1, n, "/"); if (n[1] != n[2]) bad = 1 } END { exit bad }'; then
      return 0
    fi
    sleep 0.2
  done
  return 1
}

wait_update() {
  for _ in $(seq 150); do
    case $(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' "$service") in
      completed | paused | rollback_completed | rollback_paused) return 0 ;;
    esac
    sleep 0.2
  done
  return 1
}

upgrade=fail
install=fail
put "$DRIFTLAB_BASE_COMMIT" "$DRIFTLAB_BASE_STAMP"
if wait_replicas; then
  install=pass
  put "$DRIFTLAB_HEAD_COMMIT" "$DRIFTLAB_STAMP"
  if { [ "$guarded" != --guarded ] || wait_update; } && wait_replicas; then
    found=$(docker service inspect --format "{{ index .Spec.Labels \"$label\" }}" "$service")
    if [ "$found" = "$DRIFTLAB_STAMP" ]; then upgrade=pass; else echo "re-checkout failed: $found" >&2; fi
  fi
fi
docker stack rm "$DRIFTLAB_STACK"
printf '{ "stages": { "install": "%s", "upgrade": "%s" } }\n' "$install" "$upgrade" > "$results"
