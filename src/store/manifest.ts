// manifest.json: what a campaign was run with, so that its numbers can be weighed and its trials run again.
import * as z from 'zod';
import { LabError } from '../base/lab-error.js';
import { jsonText } from '../base/visible.js';

/** Format 1. Everything that could make two campaigns differ. */
export interface Manifest {
  readonly format: 1;
  readonly campaign: string;
  readonly startedAt: string;
  readonly driftlab: {
    readonly version: string;
    /** Commit of the working copy; null in an installed package. */
    readonly commit: string | null;
    /** Of the program's own files; older driftlabs did not say it. */
    readonly sha256?: string;
  };
  /** Secrets masked. */
  readonly argv: readonly string[];
  readonly scenario: {
    readonly name: string;
    /** May be empty. */
    readonly question: string;
    readonly path: string;
    /** Folder against which its paths are resolved. */
    readonly dir: string;
    /** Of the text as it was read. */
    readonly sha256: string;
    /** Secrets masked. */
    readonly text: string;
  };
  /**
   * What the trials are made of besides the scenario: what it is -> the hash of its contents, or the commit
   * that base or head is. Older driftlabs did not say it.
   */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Each time that the campaign went on although something was not as it began. */
  readonly resumed?: readonly Resumed[];
  readonly seed: number;
  readonly jobs: number;
  readonly host: HostFacts;
  readonly tools: ToolFacts;
}

export interface Resumed {
  readonly at: string;
  /** What was not as the campaign began, each in words. */
  readonly changed: readonly string[];
  /** Trials that had a verdict by then. */
  readonly finished: number;
}

export interface HostFacts {
  readonly kernel: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly cgroupVersion: 1 | 2 | null;
}

/** Versions as the tools say them; null where a tool is not there. */
export interface ToolFacts {
  readonly engine: string | null;
  readonly docker: string | null;
  readonly git: string | null;
  readonly node: string;
  /** Null when no arm deploys with it. */
  readonly abra: AbraFacts | null;
}

/**
 * The abra of the first arm that has one, looked at before the first trial; the evidence of each trial names
 * its own.
 */
export interface AbraFacts extends OneAbra {
  /** Those of arms that name another. */
  readonly others: readonly OneAbra[];
  /** The abra of each NixOS generation, oldest first; empty on other systems. */
  readonly generations: readonly { readonly generation: number; readonly path: string | null }[];
}

interface OneAbra {
  /** Where it really lies, links followed. */
  readonly path: string;
  readonly sha256: string;
  readonly version: string;
  /** How it stood when it was met first; older driftlabs did not ask. */
  readonly conformance?: AbraConformance;
}

/** Whether an abra is what driftlab takes abra to be; one that is not gets no campaign. */
export type AbraConformance =
  | {
      /** ISO 8601; it may have been long before the campaign. */
      readonly at: string;
      /** Version of the engine that it deployed to. */
      readonly engine: string;
      readonly items: readonly { readonly name: string; readonly state: string; readonly seen: string }[];
    }
  | { /** Why it was never asked. */ readonly unchecked: string };

export function formatManifest(manifest: Manifest): string {
  return `${jsonText(manifest, 2)}\n`;
}

/**
 * @throws LabError `bad-input` when the text is no manifest of a format this driftlab knows, or lacks what
 * every command needs of it.
 */
export function parseManifest(text: string, path: string): Manifest {
  const value = parsed(text);
  const format = (value as { readonly format?: unknown } | null)?.format;
  if (format !== 1) {
    throw new LabError(
      'bad-input',
      `${path} has format ${value === undefined ? '"unreadable"' : inWords(format)}; this driftlab ` +
        'knows format 1',
      {
        hint: 'read the campaign with the driftlab that wrote it',
      },
    );
  }
  const read = needed.safeParse(value);
  if (read.success) return value as Manifest;
  const [issue] = read.error.issues;
  throw new LabError(
    'bad-input',
    `${path} is no whole manifest: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`,
    {
      hint: 'it was cut short or changed by hand; run the scenario again',
    },
  );
}

const text = z.string();
const word = text.nullable();
const abra = z.looseObject({ path: text, sha256: text, version: text });

/** What manifests have had from the first on; the rest may be missing in those of older driftlabs. */
const needed = z.looseObject({
  campaign: text,
  startedAt: text,
  seed: z.number(),
  jobs: z.number(),
  argv: z.array(text),
  driftlab: z.looseObject({ version: text, commit: word }),
  scenario: z.looseObject({ name: text, question: text, path: text, dir: text, sha256: text, text }),
  host: z.looseObject({
    kernel: text,
    cores: z.number(),
    memoryBytes: z.number(),
    cgroupVersion: z.union([z.literal(1), z.literal(2)]).nullable(),
  }),
  tools: z.looseObject({
    engine: word,
    git: word,
    abra: abra.extend({ others: z.array(abra), generations: z.array(z.unknown()) }).nullable(),
  }),
});

function inWords(format: unknown): string {
  return format === undefined ? 'none' : JSON.stringify(format);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
