// A program in place of an image that cannot be had: it holds the memory, boots for the time and ends as the
// real one was seen to. What the real one does beside that, nobody can tell.
import { formatBytes, formatDuration } from '../base/units.js';
import type { ContainerJson, HealthJson } from './engine-json.js';
import type { Measured } from './measured.js';
import { frame, healthPart } from './container-part.js';
import { withoutEmpty, type Part } from './part.js';

/** Where nobody could look: an ordinary small app. */
export const smallAppBytes = 64 * 1024 ** 2;
/** Of its own, before it holds anything, as measured in the same way. */
export const ownBytes = 9 * 1024 ** 2;
const bootUnknownMs = 1000;
const exitUnknownMs = 1000;
/** In which a container and its program are there, also on a busy machine. */
const startsWithinMs = 5000;
const mib = 1024 ** 2;
const nsPerMs = 1e6;

/** The name of the stand-in for an image: small letters, without a registry or a digest. */
export function standInName(image: string): string {
  const [named = ''] = image.split('@');
  const [first = '', ...rest] = named.split('/');
  const path = rest.length > 0 && /[.:]|^localhost$/.test(first) ? rest.join('/') : named;
  return `stand-in-for/${path}`;
}

export interface StandIn {
  /** Keys of the compose file's service. */
  readonly part: Part;
  /** What it does, as measured or as assumed. */
  readonly says: string;
}

export interface Seen {
  readonly measured: Measured;
  /** Its check, or the one that its image brings along; null where it has none. */
  readonly health: HealthJson | null;
  /** Null where it has none. */
  readonly limitBytes: number | null;
}

export function standIn(container: ContainerJson, { measured, health, limitBytes }: Seen): StandIn {
  const { memoryBytes, bootMs, end } = measured;
  const held = end?.kind === 'killed-for-memory' ? overLimit(limitBytes) : (memoryBytes ?? smallAppBytes);
  const environment = [
    `HEAP_MIB=${String(Math.max(0, Math.round((held - ownBytes) / mib)))}`,
    `BOOT_MS=${String(Math.round(bootMs ?? bootUnknownMs))}`,
    ...(end?.kind === 'exit'
      ? [
          `EXIT_CODE=${String(end.code)}`,
          `EXIT_AFTER_MS=${String(Math.max(1, Math.round(end.afterMs ?? exitUnknownMs)))}`,
        ]
      : []),
    ...(end?.kind === 'unhealthy' ? ['HEALTH=never'] : []),
  ];
  const isProbed = health !== null && health.Test?.[0] !== 'NONE';
  const probe = { ...healthPart(health, { wordsOf: (words) => words }) };
  return {
    part: withoutEmpty({
      environment,
      ...frame(container),
      healthcheck: isProbed
        ? { ...probe, test: ['CMD', '/bin/bash', '/app/healthy'], ...graceOf(measured, health) }
        : undefined,
    }),
    says: [
      memoryText({ held, memoryBytes, end, limitBytes }),
      bootMs === null
        ? `how long it boots is not known: ${formatDuration(bootUnknownMs)} are assumed`
        : `it is ready after ${formatDuration(bootMs)}`,
      ...(end === null ? [] : endText(end)),
    ].join(', '),
  };
}

/**
 * The check of the real one never gave it up, so that of its stand-in forgives until it is ready or has
 * ended, however slowly that starts on a busy machine.
 */
function graceOf({ bootMs, end }: Measured, { StartPeriod: own = 0 }: HealthJson): Part {
  if (end?.kind === 'unhealthy') return {};
  const lastsMs = end?.kind === 'exit' ? (end.afterMs ?? exitUnknownMs) : 0;
  const graceMs = Math.max(bootMs ?? bootUnknownMs, lastsMs) + startsWithinMs;
  return graceMs * nsPerMs > own ? { start_period: `${String(Math.round(graceMs))}ms` } : {};
}

/** More than it may have; without a limit of its own nobody knows how much it wanted. */
function overLimit(limitBytes: number | null): number {
  return limitBytes === null ? 4 * smallAppBytes : Math.ceil(limitBytes * 1.25);
}

interface Memory extends Pick<Measured, 'memoryBytes' | 'end'>, Pick<Seen, 'limitBytes'> {
  /** What the stand-in holds. */
  readonly held: number;
}

function memoryText({ held, memoryBytes, end, limitBytes }: Memory): string {
  const size = formatBytes(held);
  if (end?.kind === 'killed-for-memory')
    return limitBytes === null
      ? `the real one was killed for memory, and how much it wanted is not known: ${size} are assumed`
      : `the real one was killed for memory: it takes ${size}, which is more than its limit`;
  return memoryBytes === null
    ? `its memory could not be seen: ${size} are assumed`
    : `it holds ${size}, as the real one does`;
}

function endText(end: NonNullable<Measured['end']>): readonly string[] {
  switch (end.kind) {
    case 'exit':
      return [
        end.afterMs === null
          ? `it ends with ${String(end.code)}, after how long is not known: ` +
            `${formatDuration(exitUnknownMs)} are assumed`
          : `it ends with ${String(end.code)} after ${formatDuration(end.afterMs)}`,
      ];
    case 'signal':
      return [
        `the real one was killed (${String(end.code)}), and by what cannot be seen: the stand-in is not`,
      ];
    case 'unhealthy':
      return ['it never gets healthy'];
    case 'never-started':
      return [
        `swarm could not start the real one ("${end.said}"), and it can start the stand-in: what held ` +
          'here need not hold there',
      ];
    case 'killed-for-memory':
      return [];
  }
}
