// A folder that Go's client reads as a module proxy (file://), so that the installer's way can be walked
// where abra itself cannot be fetched. What it serves under abra's name is a stand-in of ten lines: it shows
// how the installer builds, and nothing of abra.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

interface Module {
  readonly path: string;
  /** What a client may ask for, and the version it is given. */
  readonly queries: readonly string[];
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Writes modules in the layout of `GOPROXY`. */
export function writeModules(folder: string, modules: readonly Module[]): void {
  for (const { path, queries, version, files } of modules) {
    const versions = join(folder, path, '@v');
    mkdirSync(versions, { recursive: true });
    const info = JSON.stringify({ Version: version, Time: '2026-01-02T03:04:05Z' });
    for (const query of [...queries, version]) writeFileSync(join(versions, `${query}.info`), info);
    writeFileSync(join(versions, `${version}.mod`), files['go.mod'] ?? `module ${path}\n`);
    const inside = Object.entries(files).map(([name, text]): readonly [string, string] => [
      `${path}@${version}/${name}`,
      text,
    ]);
    writeFileSync(join(versions, `${version}.zip`), zip(inside));
  }
}

/** A zip archive without compression. */
function zip(entries: readonly (readonly [string, string])[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of entries) {
    const title = Buffer.from(name);
    const data = Buffer.from(text);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x21, 8);
    shared.writeUInt32LE(crc32(data), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(data.length, 18);
    shared.writeUInt16LE(title.length, 22);
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), shared, title, data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), shared, place, title]));
    bodies.push(body);
    offset += body.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, listed, Buffer.from('PK\x05\x06'), end]);
}
