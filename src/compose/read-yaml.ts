// YAML text -> the tree of a compose file, with every fault that YAML itself can have. Anchors, aliases and
// merge keys are resolved here as docker's reader does it (go-yaml: core schema, merge keys, a key given
// twice is an error, of several documents the first counts).
import { isAlias, isMap, isScalar, isSeq, type Node as YamlNode, type Pair, type YAMLError } from 'yaml';
import { readDocuments } from '../scenario/yaml-document.js';
import { interpolate, type Env } from './interpolate.js';
import type { Entry, Mapping, Node, Scalar } from './node.js';
import { placesOf, type Fault, type FaultKind, type Place } from './place.js';

export interface ComposeText {
  /** The name under which its places are told. */
  readonly file: string;
  readonly text: string;
}

export interface UnsetVariable {
  readonly name: string;
  readonly place: Place;
}

export interface YamlReading {
  /** Null when the file cannot be read. */
  readonly root: Node | null;
  readonly faults: readonly Fault[];
  readonly unset: readonly UnsetVariable[];
}

export function readYaml({ file, text }: ComposeText, env: Env): YamlReading {
  const placeAt = placesOf(file, text);
  const unreadable = (offset: number, message: string, hint: string | null = null): YamlReading => ({
    root: null,
    faults: [{ kind: 'unreadable', place: placeAt(offset), message, hint }],
    unset: [],
  });
  const read = readDocuments(
    text,
    { schema: 'core', resolveKnownTags: false, uniqueKeys: false, prettyErrors: false },
    'compose file',
  );
  if ('message' in read) return unreadable(read.offset, read.message, read.hint);
  const [document, another] = read;
  const [broken] = document?.errors ?? [];
  if (broken !== undefined) return unreadable(broken.pos[0], syntaxWords(broken));
  const reader = new TreeReader(placeAt, env);
  if (another !== undefined)
    reader.fault('ignored', another.range[0], 'docker reads only the first YAML document of a file');
  const root = reader.read(document?.contents ?? null);
  return { root, faults: reader.faults, unset: reader.unset };
}

function syntaxWords({ code, message }: YAMLError): string {
  if (code === 'TAB_AS_INDENT') return 'this is not YAML: lines cannot be indented with tabs';
  return `this is not YAML: ${message.split('\n')[0] ?? ''}`;
}

/**
 * Walks the document once, in its order, so that an alias means the last anchor before it; each node is read
 * once however often it is named.
 */
class TreeReader {
  readonly faults: Fault[] = [];
  readonly unset: UnsetVariable[] = [];
  readonly #anchors = new Map<string, YamlNode>();
  readonly #done = new Map<YamlNode, Node>();
  readonly #open = new Set<YamlNode>();

  constructor(
    readonly placeAt: (offset: number) => Place,
    readonly env: Env,
  ) {}

  fault(kind: FaultKind, offset: number, message: string, hint: string | null = null): void {
    this.faults.push({ kind, place: this.placeAt(offset), message, hint });
  }

  read(node: unknown): Node {
    if (isAlias(node)) return this.#alias(node.source, startOf(node));
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return this.#nothing(startOf(node));
    const known = this.#done.get(node);
    if (known !== undefined) return known;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const read = this.#fresh(node);
    this.#open.delete(node);
    this.#done.set(node, read);
    return read;
  }

  #fresh(node: YamlNode): Node {
    if (isSeq(node))
      return {
        kind: 'list',
        items: node.items.map((item) => this.read(item)),
        place: this.placeAt(startOf(node)),
      };
    if (isMap(node)) return this.#mapping(node.items, startOf(node));
    return this.#scalar((node as { readonly value?: unknown }).value, startOf(node));
  }

  #alias(name: string, offset: number): Node {
    const meant = this.#anchors.get(name);
    if (meant === undefined) this.fault('unreadable', offset, `there is no anchor &${name} before this`);
    else if (this.#open.has(meant)) this.fault('unreadable', offset, `the anchor &${name} contains itself`);
    else return this.read(meant);
    return { ...this.#nothing(offset), unknown: true };
  }

  #nothing(offset: number): Scalar {
    return { kind: 'scalar', value: null, substituted: false, unknown: false, place: this.placeAt(offset) };
  }

  #scalar(value: unknown, offset: number): Scalar {
    const place = this.placeAt(offset);
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) {
      return { kind: 'scalar', value, substituted: false, unknown: false, place };
    }
    const written = typeof value === 'string' ? value : JSON.stringify(value);
    const { text, unset, refusal, nested } = interpolate(written, this.env);
    for (const name of unset) this.unset.push({ name, place });
    if (nested) {
      this.fault(
        'ignored',
        offset,
        `docker does not put variables into a default: of ${written} it makes ${text}`,
        'give the inner variable a line of its own',
      );
    }
    if (refusal?.why === 'required') {
      this.fault(
        'needs',
        offset,
        `${refusal.name} has to be given${refusal.says === '' ? '' : ` (${refusal.says})`}`,
      );
    } else if (refusal !== null) {
      this.fault(
        'refused',
        offset,
        `docker does not take the variable in ${written}`,
        'it knows $X, ${X}, ${X:-y}, ${X-y}, ${X:?y}, ${X?y}; a dollar sign of your own is $$',
      );
    }
    return { kind: 'scalar', value: text, substituted: text !== written, unknown: refusal !== null, place };
  }

  #mapping(pairs: readonly Pair[], offset: number): Mapping {
    const entries = new Map<string, Entry>();
    const merged: unknown[] = [];
    for (const { key, value } of pairs) {
      const name = isScalar(key) ? String(key.value) : null;
      if (name === null) this.fault('refused', startOf(key), 'this cannot be a key');
      else if (isMergeKey(key)) merged.push(value);
      else {
        if (isScalar(key) && typeof key.value !== 'string')
          this.fault(
            'refused',
            startOf(key),
            `docker takes only texts as keys, and ${name} is none`,
            `put quotes around it: "${name}"`,
          );
        if (entries.has(name))
          this.fault(
            'refused',
            startOf(key),
            `${name} is given twice`,
            'keep one of the two; older docker took the last',
          );
        entries.set(name, { key: this.placeAt(startOf(key)), node: this.#valueOf(value, key) });
      }
    }
    for (const source of merged) this.#merge(entries, source);
    return { kind: 'map', entries, place: this.placeAt(offset) };
  }

  /** Nothing has no place of its own in the document; it stands where its key does. */
  #valueOf(value: unknown, key: unknown): Node {
    return value === null ? this.#nothing(startOf(key)) : this.read(value);
  }

  /** What a mapping has itself stays; of several merged ones the first counts. */
  #merge(entries: Map<string, Entry>, source: unknown): void {
    const read = this.read(source);
    for (const one of read.kind === 'list' ? read.items : [read]) {
      if (one.kind !== 'map') {
        if (!(one.kind === 'scalar' && one.unknown))
          this.fault('unreadable', startOf(source), 'only mappings can be merged with <<');
        continue;
      }
      for (const [name, entry] of one.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  }
}

/** In quotes it is a key like any other. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function startOf(node: unknown): number {
  return (node as YamlNode | null | undefined)?.range?.[0] ?? 0;
}
