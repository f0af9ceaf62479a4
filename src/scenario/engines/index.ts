// The kinds of engines: the swarm under test. To add one: 1. write a file with an `engineKind` (see
// engine-kind.ts): how it is written and kept, what is asked of it, and what it contradicts; 2. add it to the
// tables below; the compiler asks for the rest; 3. give it a pool in src/engine/engines.ts. Nobody else asks
// for the name of a kind: what is to be known of an engine is one of its traits.
import * as z from 'zod';
import type { Conflict } from '../conflict.js';
import type { Kept } from '../kept.js';
import { flag } from '../leaf.js';
import { keys, noted } from '../map-shape.js';
import { sentence } from '../vocabulary.js';
import type { Beside, EngineTraits, Required } from './engine-kind.js';
import { existingEngine, type DraftExisting, type ExistingEngineSettings } from './existing.js';
import { privateEngine, type DraftPrivate, type PrivateEngineSettings } from './private.js';

export type { EngineTraits } from './engine-kind.js';
export type { ExistingEngineSettings } from './existing.js';
export type { PrivateEngineSettings } from './private.js';

export type EngineSettings = PrivateEngineSettings | ExistingEngineSettings;

/** An engine in which that may be missing for which there is no default. */
export type DraftEngine = DraftPrivate | DraftExisting;

/** Their names are the keys that stand under `engine`. */
export const engineKinds = [privateEngine, existingEngine] as const;

/** What one place of the file says about the engine. */
export type EnginePart = Kept<typeof engineShape>;

export function keptEngine() {
  return z.discriminatedUnion('kind', [privateEngine.kept(), existingEngine.kept()]);
}

export function engineShape() {
  return keys('the engine', {
    private: noted(privateEngine.written(), `${sentence(privateEngine.summary)}.${privateEngine.means}`),
    existing: noted(existingEngine.written(), `${sentence(existingEngine.summary)}.${existingEngine.means}`),
    socket: noted(
      flag(),
      "Give services that bind the engine's socket that of the engine under test; else such a service is refused.",
      { default: false },
    ),
  }).refine((said) => said.private === undefined || said.existing === undefined, {
    error: 'the engine is private and existing\nkeep one of the two',
  });
}

/**
 * Of two places that mean different kinds of engine, the arm's own counts; else its keys lie over those of
 * the top.
 */
export function draftEngine(top: EnginePart = {}, own: EnginePart = {}): DraftEngine {
  const socket = own.socket ?? top.socket ?? false;
  return own.existing !== undefined || (own.private === undefined && top.existing !== undefined)
    ? { ...existingEngine.draft(top.existing, own.existing), socket }
    : { ...privateEngine.draft(top.private, own.private), socket };
}

/** Of two levels of different factors: whatever either says of the engine. */
export function enginesTogether(first: EnginePart, second: EnginePart): EnginePart {
  return {
    ...first,
    ...second,
    ...(first.private && second.private
      ? { private: privateEngine.together(first.private, second.private) }
      : {}),
    ...(first.existing && second.existing
      ? { existing: existingEngine.together(first.existing, second.existing) }
      : {}),
  };
}

/** Groups of keys under `engine` of which one alone can be meant. */
export const oneOfEngine: readonly (readonly string[])[] = [
  engineKinds.map(({ name }) => name),
  ...engineKinds.map(({ name, either }) => either.map((key) => `${name}.${key}`)),
];

/** The draft of a scenario without problems: nothing is missing in it. */
export function wholeEngine(draft: DraftEngine): EngineSettings | null {
  return draft.kind === 'private' ? privateEngine.whole(draft) : existingEngine.whole(draft);
}

/** What is to be known of an engine, whatever its kind. */
export function engineTraits(engine: DraftEngine): EngineTraits {
  return engine.kind === 'private' ? privateEngine.traits(engine) : existingEngine.traits(engine);
}

export function checkEngine(draft: Beside & { readonly engine: DraftEngine }): readonly Conflict[] {
  const { engine } = draft;
  return engine.kind === 'private'
    ? privateEngine.conflicts(engine, draft)
    : existingEngine.conflicts(engine, draft);
}

/** What an engine of each kind cannot do without, asked of an engine of any. */
export const engineNeeds: readonly Required<DraftEngine>[] = [
  { ...privateEngine.required, of: (engine) => ofKind('private', engine, privateEngine.required.of) },
  { ...existingEngine.required, of: (engine) => ofKind('existing', engine, existingEngine.required.of) },
];

/** Something else than null where the engine is of another kind, which needs it not. */
function ofKind<Kind extends DraftEngine['kind']>(
  kind: Kind,
  engine: DraftEngine,
  of: (engine: Extract<DraftEngine, { readonly kind: Kind }>) => unknown,
): unknown {
  return engine.kind === kind ? of(engine as Extract<DraftEngine, { readonly kind: Kind }>) : 'not needed';
}

/** Made of the programs in this folder; null of an engine that has its own. */
export function withPrograms(engine: EngineSettings, programs: string): EngineSettings | null {
  return engine.kind === 'private' ? { ...engine, programs } : null;
}

/** Used although others are there; null of an engine on which there is nobody else. */
export function asShared(engine: EngineSettings): EngineSettings | null {
  return engine.kind === 'existing' ? { ...engine, shared: true } : null;
}

/** The one that answers there. */
export function existingAt(
  address: Pick<ExistingEngineSettings, 'by' | 'at'>,
  use: Pick<ExistingEngineSettings, 'shared' | 'socket'>,
): ExistingEngineSettings {
  return { kind: 'existing', ...address, ...use };
}

/** Those of the lab's own that it makes, and those that it finds. */
export function byOwner(engines: readonly EngineSettings[]): {
  readonly own: readonly PrivateEngineSettings[];
  readonly found: readonly ExistingEngineSettings[];
} {
  return {
    own: engines.filter((engine) => engine.kind === 'private'),
    found: engines.filter((engine) => engine.kind === 'existing'),
  };
}
