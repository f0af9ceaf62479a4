#!/bin/sh
# After the head: exit code 0 where the book is still ordered.
set -eu
app=$(docker ps -q --filter "label=com.docker.swarm.service.name=${DRIFTLAB_STACK}_app" --filter health=healthy | head -1)
docker exec "$app" node --input-type=module --eval '
  const orders = await (await fetch("http://127.0.0.1:3000/orders")).json();
  console.log(`${orders.length} orders: ${orders.map(({ what }) => what).join(", ")}`);
  process.exit(orders.some(({ what }) => what === "a book") ? 0 : 1);'
