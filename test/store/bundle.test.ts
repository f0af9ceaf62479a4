// A bundle is read whatever somebody made of it: nothing is written outside of its folder, and what is not as
// it was packed is refused in a sentence.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, Header, Pax } from 'tar';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { looksLikeBundle, openBundle, writeBundle, type BundleFacts } from '../../src/store/index.js';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-bundles-'));
  // What is opened goes with its process, and a worker of the tests is ended without a word.
  vi.stubEnv('TMPDIR', dir);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

const facts: BundleFacts = {
  trial: null,
  driftlab: { version: '1.2.3', commit: null },
  recipes: [],
  masked: [],
  lacks: [],
};
const texts = { 'plan.json': '{}\n', 'manifest.json': '{"x":1}\n', 'trials/001/evidence.jsonl': '{}\n' };

function* packed(of: Readonly<Record<string, string>> = texts) {
  for (const [path, text] of Object.entries(of)) yield { path, text };
  return facts;
}

function written(name: string, of?: Readonly<Record<string, string>>): string {
  const file = join(dir, name);
  writeBundle(file, 'demo', packed(of));
  return file;
}

interface Entry {
  readonly path: string;
  readonly content?: string;
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO';
  readonly linkpath?: string;
  /** What the header claims, where that is another. */
  readonly size?: number;
}

/** A tar of these entries, whatever they are. */
function tarOf(name: string, entries: readonly Entry[]): string {
  const blocks = entries.flatMap(({ path, content = '', type = 'File', linkpath, size }) => {
    const bytes = Buffer.from(content);
    const header = new Header({
      path,
      type,
      size: size ?? bytes.length,
      mode: 0o644,
      ...(linkpath === undefined ? {} : { linkpath }),
    });
    const block = Buffer.alloc(512);
    header.encode(block);
    return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  const file = join(dir, name);
  writeFileSync(file, Buffer.concat([...blocks, Buffer.alloc(1024)]));
  return file;
}

/** Its own index, so that only what is planted besides is wrong. */
function withIndex(entries: readonly Entry[]): readonly Entry[] {
  const files = entries.map(({ path, content = '' }) => ({
    path: path.replace('demo/', ''),
    bytes: Buffer.byteLength(content),
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  const index = { format: 1, campaign: 'demo', ...facts, files };
  return [{ path: 'demo/bundle.json', content: JSON.stringify(index) }, ...entries];
}

const refused = (file: string): string => {
  try {
    openBundle(file);
  } catch (error) {
    expect(error).toMatchObject({ name: 'LabError', code: 'bad-input' });
    return (error as Error).message.replace(file, 'FILE');
  }
  return 'read';
};

describe('a bundle', () => {
  it('gives back what was packed, compressed or not', () => {
    for (const name of ['a.tar', 'a.tar.gz', 'a.tgz']) {
      const { about, files } = openBundle(written(name));
      expect(about).toMatchObject({ format: 1, campaign: 'demo', ...facts });
      expect(readFileSync(files.plan, 'utf8')).toBe(texts['plan.json']);
      expect(readFileSync(files.trial('001').evidence, 'utf8')).toBe(texts['trials/001/evidence.jsonl']);
    }
    expect(readFileSync(join(dir, 'a.tar.gz')).length).toBeLessThan(readFileSync(join(dir, 'a.tar')).length);
  });

  it('has the same bytes whenever the same is packed', async () => {
    const first = readFileSync(written('once.tar'));
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(readFileSync(written('twice.tar')).equals(first)).toBe(true);
  });

  it('is known by its beginning when it has lost its name', () => {
    for (const name of ['b.tar', 'b.tgz']) {
      const nameless = join(dir, `nameless-${name.slice(2)}`);
      writeFileSync(nameless, readFileSync(written(name)));
      expect(looksLikeBundle(nameless)).toBe(true);
    }
    const journal = join(dir, 'journal');
    writeFileSync(journal, '{"seq":1}\n');
    expect(looksLikeBundle(journal)).toBe(false);
  });

  it('may have been taken apart and packed again by tar itself', () => {
    const { files } = openBundle(written('c.tar'));
    const again = join(dir, 'again.tar');
    create({ file: again, cwd: join(files.folder, '..'), sync: true }, ['demo']);
    expect(openBundle(again).about.campaign).toBe('demo');
  });

  it('needs a name that says what it is, and a folder that readers take', () => {
    expect(() => writeBundle(join(dir, 'x.zip'), 'demo', packed())).toThrow('is no name for a bundle');
    expect(() => writeBundle(join(dir, 'x.tar'), '..', packed())).toThrow('cannot have a folder called ..');
    expect(existsSync(join(dir, 'x.tar'))).toBe(false);
  });
});

describe('a tar that somebody else made is refused', () => {
  const plan: Entry = { path: 'demo/plan.json', content: '{}' };

  it('but not when it is a bundle: the near miss of all that follows', () => {
    expect(refused(tarOf('near.tar', withIndex([plan])))).toBe('read');
  });

  it.each([
    ['../out', '../escaped/plan.json'],
    ['an absolute path', '/tmp/driftlab-escaped/plan.json'],
    ['dots within', 'demo/trials/../../../escaped'],
    ['a trial that is none', 'demo/trials/../plan.json'],
    ['a folder called ..', '../plan.json'],
    ['a file of another name', 'demo/run.lock'],
    ['a file above its folder', 'plan.json'],
    ['a backslash', 'demo\\..\\plan.json'],
  ])('for %s', (_, path) => {
    expect(refused(tarOf('path.tar', withIndex([plan, { path, content: 'x' }])))).toMatch(
      /^FILE cannot be read as a bundle: .* has no place in one$/,
    );
  });

  it('for a path that only an extended header gives it', () => {
    const pax = new Pax({ path: '../../escaped' }).encode();
    const file = tarOf('pax.tar', withIndex([plan]));
    const own = readFileSync(file);
    const header = Buffer.alloc(512);
    new Header({ path: 'demo/plan.json', type: 'File', size: 0, mode: 0o644 }).encode(header);
    writeFileSync(file, Buffer.concat([own.subarray(0, -1024), pax, header, Buffer.alloc(1024)]));
    expect(refused(file)).toContain('../../escaped has no place in one');
  });

  it.each(['SymbolicLink', 'Link', 'CharacterDevice', 'FIFO'] as const)('for a %s', (type) => {
    const entry: Entry = {
      path: 'demo/trials/001/evidence.jsonl',
      type,
      ...(type.endsWith('Link') ? { linkpath: '/etc/passwd' } : {}),
    };
    expect(refused(tarOf('link.tar', withIndex([plan, entry])))).toContain(
      `demo/trials/001/evidence.jsonl is no regular file in it, but a ${type}`,
    );
  });

  it('for a link that stood in the way of a file that follows', () => {
    const outside = join(dir, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(dir, 'trials'));
    const [link, file]: readonly [Entry, Entry] = [
      { path: 'demo/trials/001', type: 'SymbolicLink', linkpath: outside },
      { path: 'demo/trials/001/evidence.jsonl', content: 'planted' },
    ];
    expect(refused(tarOf('over.tar', withIndex([plan, link, file])))).toContain('no regular file');
    expect(existsSync(join(outside, 'evidence.jsonl'))).toBe(false);
  });

  it('for two folders, the same file twice, one that is missing, and one that the index does not have', () => {
    const other: Entry = { path: 'other/plan.json', content: '{}' };
    expect(refused(tarOf('two.tar', [...withIndex([plan]), other]))).toContain(
      'it has the folders demo and other',
    );
    expect(refused(tarOf('twice.tar', [...withIndex([plan]), plan]))).toContain('demo/plan.json twice');
    expect(refused(tarOf('less.tar', withIndex([plan]).slice(0, 1)))).toContain('plan.json is missing');
    const more: Entry = { path: 'demo/summary.json', content: '{}' };
    expect(refused(tarOf('more.tar', [...withIndex([plan]), more]))).toContain(
      'its index does not have summary.json',
    );
  });

  it('for what claims to be larger than any campaign, before it is read', () => {
    const huge: Entry = { path: 'demo/summary.json', size: 3 * 2 ** 30 };
    expect(refused(tarOf('huge.tar', withIndex([plan, huge])))).toContain('larger than any campaign');
  });

  it('for one byte that is another, wherever it stands', () => {
    const whole = readFileSync(written('whole.tar'));
    for (let at = 3; at < whole.length - 1024; at += 97) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x15;
      const file = join(dir, 'damaged.tar');
      writeFileSync(file, damaged);
      expect([at, refused(file)]).toEqual([
        at,
        expect.stringMatching(/^(?:read$|FILE cannot be read as a bundle: )/),
      ]);
    }
  });

  it('when it was cut short at any place, or is no tar at all', () => {
    for (const name of ['cut.tar', 'cut.tgz']) {
      const whole = readFileSync(written(name));
      const end = name === 'cut.tar' ? whole.length - 1024 : whole.length;
      for (let length = 0; length < end; length += name === 'cut.tar' ? 211 : 41) {
        writeFileSync(join(dir, name), whole.subarray(0, length));
        expect([length, refused(join(dir, name))]).toEqual([
          length,
          expect.stringContaining('cannot be read as a bundle'),
        ]);
      }
    }
    for (const content of ['', 'hello', '{"format":1}', 'x'.repeat(5000), '\x1f\x8bnot gzip']) {
      writeFileSync(join(dir, 'none.tar'), content, 'latin1');
      expect(refused(join(dir, 'none.tar'))).toContain('cannot be read as a bundle');
    }
  });

  it('by the number of its format when a later driftlab wrote it, and without an index at all', () => {
    const [index] = withIndex([plan]);
    const later = (index?.content ?? '').replace('"format":1', '"format":7');
    expect(refused(tarOf('later.tar', [{ path: 'demo/bundle.json', content: later }, plan]))).toContain(
      'it has format 7; this driftlab knows format 1',
    );
    expect(refused(tarOf('plain.tar', [plan]))).toContain('it has no bundle.json');
    for (const content of ['', 'null', '[]', '{"format":1}', '{'])
      expect(refused(tarOf('odd.tar', [{ path: 'demo/bundle.json', content }, plan]))).toContain(
        'its bundle.json is no whole index',
      );
  });
});
