#!/bin/sh
# One upgrade as a person does it with the docker CLI, polling every 200 ms. The other side of the benchmark.
# Usage: by-hand.sh STACK BASE_FOLDER HEAD_FOLDER   with DOCKER_HOST set and images in the engine. Prints the label and milliseconds.
set -eu
stack=$1 base=$2 head=$3
service="${stack}_app"
label="coop-cloud.$stack.chaos-version"
STACK_NAME=$stack DOMAIN=$stack.driftlab.test
export STACK_NAME DOMAIN

now() { date +%s%3N; }
deploy() { docker stack deploy --resolve-image never -c "$1/compose.yml" -c "$1/stamp.yml" "$stack" >/dev/null 2>&1; }
replicas() { docker service ls --filter name="$service" --format '{{.Replicas}}'; }
state() { docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' "$service"; }

begin=$(now)
deploy "$base"
until [ "$(replicas)" = 1/1 ]; do sleep 0.2; done
stands=$(now)
deploy "$head"
until case "$(state)" in completed | paused | rollback_completed | rollback_paused) true ;; *) false ;; esac; do sleep 0.2; done
stamp=$(docker service inspect --format "{{index .Spec.Labels \"$label\"}}" "$service")
settled=$(now)
docker stack rm "$stack" >/dev/null
until [ -z "$(docker ps -aq --filter label=com.docker.stack.namespace="$stack")" ] &&
  [ -z "$(docker network ls -q --filter label=com.docker.stack.namespace="$stack")" ]; do sleep 0.2; done
end=$(now)
printf '{"stamp":"%s","baseMs":%d,"upgradeMs":%d,"teardownMs":%d,"totalMs":%d}\n' \
  "$stamp" $((stands - begin)) $((settled - stands)) $((end - settled)) $((end - begin))
