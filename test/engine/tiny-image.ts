// A folder that builds a small image: a shell and `sleep` of this machine, with their libraries.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const script = `#!/bin/sh
set -eu
echo built >> "$(dirname "$0")/../builds"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/etc" "$root/tmp"
for program in sh sleep; do
  path=$(readlink -f "$(command -v "$program")")
  cp "$path" "$root/bin/$program"
  ldd "$path" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
done
echo "$IMAGE_TAG" > "$root/etc/tag"
tar -C "$root" -cf - .
`;

/** Makes `<dir>/tiny`; every run of its script adds a line to `<dir>/builds`. */
export function writeTinyImage(dir: string): string {
  const folder = join(dir, 'tiny');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'build'), script, { mode: 0o755 });
  writeFileSync(
    join(folder, 'image.json'),
    JSON.stringify({
      cmd: ['/bin/sleep', '1000'],
      env: { GREETING: 'a "quoted" $HOME \\ value' },
      workdir: '/tmp',
      healthcheck: { cmd: ['/bin/sh', '-c', 'true'], interval: '1s', retries: 2 },
    }),
  );
  return folder;
}
