#!/bin/sh
# After the base: orders a book from the shop that runs.
set -eu
app=$(docker ps -q --filter "label=com.docker.swarm.service.name=${DRIFTLAB_STACK}_app" --filter health=healthy | head -1)
docker exec "$app" node --input-type=module --eval '
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ what: "a book" });
  const answer = await fetch("http://127.0.0.1:3000/orders", { method: "POST", headers, body });
  process.exit(answer.ok ? 0 : 1);'
