// The first scenario of a recipe, as text with comments: what was found in the recipe stands in it, and what
// only its owner can know has a comment that says what to write.
import { visible } from '../../base/visible.js';
import type { Patience } from '../../plan/patience.js';
import { Document, isMap, isScalar, isSeq, type Pair, type Scalar } from 'yaml';

export interface Found {
  /** In small letters, digits and "-". */
  readonly name: string;
  readonly source: FoundSource;
  /** The service under test, and the others. */
  readonly services: readonly [string, ...string[]];
  /** Images of base and head, each once, and where they come from. */
  readonly images: readonly FoundImage[];
  /** Compose files that were named; none where the recipe says it itself. */
  readonly files: readonly string[];
  /** Names that a scenario cannot give: with a digest, or with a part that no variable fills. */
  readonly otherImages: readonly string[];
  /** Variables without a value. */
  readonly unset: readonly string[];
  /** The overlays that mend what sweep found. */
  readonly overlays: MendingOverlays;
  /** Of the limits of all tasks together; null where none is written. */
  readonly limitBytes: number | null;
  /** How long a trial has to wait by what the recipe allows. */
  readonly patience: Patience;
  /** Services without one. */
  readonly unlimited: readonly string[];
  /** Path of the JSON schema, for editors. */
  readonly schema: string;
  /** What is said otherwise of a captured stack or of stand-ins; left out for a recipe as it is. */
  readonly words?: OwnWords;
  /** Of both versions, or of each, where stand-ins take the place of images. */
  readonly standIns?: { readonly overlays: StandInPaths; readonly socket: boolean };
}

/** An image of this machine's engine, an archive, or a folder with a build script. */
export type FoundImage = { readonly tag: string } & (
  | { readonly host: string }
  | { readonly tar: string }
  | { readonly build: string }
  | { readonly absent: true }
);

/** Null where nothing can be mended by a setting. */
export interface MendingOverlays {
  readonly both: string | null;
  /** Of services that the base has not, in which it could not be laid on. */
  readonly head: string | null;
}

export type StandInPaths =
  { readonly both: string } | { readonly base: string | null; readonly head: string };

export interface OwnWords {
  readonly question: string;
  /** Lines for the head of the file. */
  readonly said: readonly string[];
  readonly memoryBytes: number;
  readonly memoryComment: string;
  readonly imagesComment: string;
}

/**
 * A repository with its two versions and what else could be chosen, or a folder with base.yml and head.yml.
 */
export type FoundSource =
  | {
      readonly kind: 'repository';
      readonly path: string;
      readonly base: string;
      readonly head: string;
      readonly tags: readonly string[];
    }
  | { readonly kind: 'folder'; readonly path: string };

const mib = 1024 ** 2;
/** What an engine needs beside the app, and what a second task of it needs while both run. */
const roomMib = 256;
const unknownMemory = '1GiB';
const tagsShown = 5;
/** Both deadlines where a scenario says nothing. */
const usualMs = 60_000;

export function firstScenario(found: Found): string {
  const document = new Document(content(found));
  document.commentBefore = [
    ` yaml-language-server: $schema=${found.schema}`,
    ...(
      found.words?.said ?? [
        `Written by \`driftlab init\` from ${found.source.path}: look at what has a comment. docs/scenarios.md`,
        'has all that a scenario can say.',
      ]
    ).map((line) => ` ${visible(line).replaceAll('\n', ' ')}`),
  ].join('\n');
  for (const [key, comment] of Object.entries(comments(found))) {
    const pair = pairOf(document, key);
    if (pair !== null && comment !== null) (pair.key as Scalar).commentBefore = comment;
  }
  for (const key of ['images', 'recipe', 'env', 'observe']) flow(pairOf(document, key)?.value);
  return document.toString({ lineWidth: 100, flowCollectionPadding: true });
}

function content(found: Found): Readonly<Record<string, unknown>> {
  const { name, source, services, images, unset, overlays, words, files, standIns, patience } = found;
  const [service] = services;
  return {
    scenario: `${name}-upgrade`,
    question: words?.question ?? `Does the upgrade of ${name} hold?`,
    engine: {
      private: { memory: memoryOf(found) },
      ...(standIns?.socket === true ? { socket: true } : {}),
    },
    images,
    recipe:
      source.kind === 'folder'
        ? { name, folder: source.path }
        : {
            name,
            mirror: source.path,
            ...(files.length === 0 ? {} : { files }),
            base: source.base,
            head: source.head,
          },
    ...(unset.length === 0 ? {} : { env: Object.fromEntries(unset.map((one) => [one, ''])) }),
    ...(service === 'app' ? {} : { service }),
    ...(standIns === undefined ? {} : laidOn(standIns.overlays)),
    ...deadlines(patience),
    arms: { 'as-it-is': {}, ...(isMended(overlays) ? { 'with-overlay': mended(overlays) } : {}) },
    trials: { each: 5 },
  };
}

function comments({
  otherImages,
  source,
  services,
  limitBytes,
  unlimited,
  overlays,
  words,
}: Found): Readonly<Record<string, string | null>> {
  const [, ...others] = services;
  return {
    engine:
      words !== undefined
        ? ` ${words.memoryComment}`
        : limitBytes === null
          ? ' No service has a memory limit: write as much as your node has for the app.'
          : limitsComment(unlimited),
    images:
      (words === undefined
        ? ' Where a private engine gets each image from: here the docker engine of this machine. Else\n' +
          ' tar: FILE (of docker save), or build: FOLDER.'
        : ` ${words.imagesComment}`) +
      (otherImages.length === 0
        ? ''
        : `\n Not in this list, for a digest or a variable without a value: ${otherImages.map((one) => JSON.stringify(one)).join(', ')}.`),
    recipe:
      source.kind === 'folder'
        ? null
        : source.tags.length === 0
          ? ' It has no tags: the commit before, and what is checked out there. Any two commits do.'
          : ` Its newest tags: ${source.tags.slice(0, tagsShown).join(', ')}.`,
    env: ' The compose files name these, and nothing gives them a value.',
    service: others.length === 0 ? null : ` The service under test. The others: ${others.join(', ')}.`,
    observe: ' What the healthchecks allow is more than the usual 60 s: trials end sooner where swarm does.',
    arms: isMended(overlays)
      ? ' Side by side: the recipe as it is, and with what `driftlab sweep` says would mend it.'
      : null,
  };
}

/** In whole half minutes, where the recipe takes longer than a trial waits by itself. */
function deadlines({ baseMs, upgradeMs }: Patience): Readonly<Record<string, unknown>> {
  const written = (ms: number): string => `${String(Math.ceil(ms / 30_000) * 30)}s`;
  const observe = {
    ...(upgradeMs > usualMs ? { deadline: written(upgradeMs) } : {}),
    ...(baseMs > usualMs ? { 'base-deadline': written(baseMs) } : {}),
  };
  return Object.keys(observe).length === 0 ? {} : { observe };
}

function isMended({ both, head }: MendingOverlays): boolean {
  return both !== null || head !== null;
}

function mended({ both, head }: MendingOverlays): Readonly<Record<string, unknown>> {
  return {
    ...(both === null ? {} : { overlays: [both] }),
    ...(head === null ? {} : { head: { overlays: [head] } }),
  };
}

function limitsComment(unlimited: readonly string[]): string {
  const write = 'write as much as your node has for the app.';
  if (unlimited.length === 0) return ` The limits of all services, and ${String(roomMib)} MiB: ${write}`;
  const none = `${unlimited.join(', ')} ${unlimited.length === 1 ? 'has' : 'have'} none`;
  return ` The limits that are written, and ${String(roomMib)} MiB; ${none}: ${write}`;
}

function laidOn(paths: StandInPaths): Readonly<Record<string, unknown>> {
  if ('both' in paths) return { overlays: [paths.both] };
  return {
    ...(paths.base === null ? {} : { base: { overlays: [paths.base] } }),
    head: { overlays: [paths.head] },
  };
}

function memoryOf({ limitBytes, words }: Found): string {
  if (words !== undefined) return `${String(Math.floor(words.memoryBytes / mib))}MiB`;
  if (limitBytes === null) return unknownMemory;
  return `${String(Math.ceil(limitBytes / mib) + roomMib)}MiB`;
}

function pairOf(document: Document, key: string): Pair | null {
  const { contents } = document;
  if (!isMap(contents)) return null;
  return contents.items.find((pair) => isScalar(pair.key) && pair.key.value === key) ?? null;
}

/** In braces, as scenarios are written by hand. */
function flow(node: unknown): void {
  if (isMap(node)) node.flow = true;
  if (isSeq(node)) for (const item of node.items) flow(item);
}
