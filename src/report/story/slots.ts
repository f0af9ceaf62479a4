// The end state, slot by slot: who runs, who waits and who died how often. Only where it is not simply the
// head everywhere.
import { beforeUpgrade, meantTo } from '../../evidence/meant-to-end.js';
import { shortLine } from '../outside-text.js';
import { counted, listed, times } from '../words.js';
import { probeInWords } from './deaths.js';
import { shortId } from './moment.js';
import { ownerInWords } from './roles.js';
import { livesOf, ownName, type RunContext } from './run-context.js';
import { isHead, runsWell, slotEnds, type SlotEnd } from './slot-ends.js';
import type { TaskLife } from './task-life.js';
import { reasonOf } from './waits.js';

const quoteMax = 120;
/** Swarm waits 5 s by default before it starts a task again. */
const restartMs = 6000;

/** A line for each slot that matters, equal ones as one, for every service of which that is to be told. */
export function slotsInWords(context: RunContext): readonly string[] {
  const tested = slotEnds(context, context.service);
  const held = tested.every(
    (end) => end.running.length === 1 && end.running.every((life) => isHead(context, life)),
  );
  return context.upgrades.flatMap(({ service }) => {
    if (service === context.service)
      return tested.every((end) => runsWell(end) && held) ? [] : linesOf(context, service, tested);
    const ends = slotEnds(context, service);
    const apart = !held && ends.some(({ running }) => running.some(({ role }) => role === 'new'));
    return apart || !ends.every(runsWell) ? linesOf(context, service, ends) : [];
  });
}

function linesOf(context: RunContext, service: string, ends: readonly SlotEnd[]): readonly string[] {
  const same = new Map<string, string[]>();
  const mayEnd = mayBeDone(context, service);
  for (const end of ends) {
    const text = mayEnd && isDone(end) ? 'done, its task ended with exit code 0' : slotInWords(context, end);
    same.set(text, [...(same.get(text) ?? []), placeName(context, service, end.slot)]);
  }
  const name = service === context.service ? null : ownName(context, service);
  const place = { all: ends.length > 1 && same.size === 1, only: ends.length === 1, name };
  return [...same].map(([text, slots]) => `${placeInWords(slots, place)} at the end: ${text}`);
}

/** Whether a task of the service that ended with 0 may have done what it is for. */
function mayBeDone({ upgrades, service: underTest }: RunContext, service: string): boolean {
  const upgrade = upgrades.find((one) => one.service === service);
  if (upgrade?.live == null) return false;
  const meant = meantTo(upgrade.live.spec, beforeUpgrade(upgrade));
  return meant === 'end' || (meant === 'unknown' && service !== underTest);
}

/** The number of a slot; of a global service the name of the node, or the beginning of its id. */
function placeName(context: RunContext, service: string, slot: string): string {
  const isNumbered = /^\d+$/.test(slot);
  const life = isNumbered ? undefined : livesOf(context, service).find((one) => one.slot === slot);
  return life?.node ?? shortId(slot);
}

/** `slot 2`, `worker slots 1 and 3`, `every slot`; a side service with one slot is told by its name alone. */
function placeInWords(
  slots: readonly string[],
  { all, only, name }: { readonly all: boolean; readonly only: boolean; readonly name: string | null },
): string {
  if (only && name !== null) return name;
  const numbered = slots.every((slot) => /^\d+$/.test(slot));
  const what = numbered ? 'slot' : 'node';
  const place = all
    ? 'every slot'
    : slots.every((slot) => slot.startsWith('node'))
      ? listed(slots)
      : `${what}${slots.length === 1 ? '' : 's'} ${listed(slots)}`;
  return name === null ? place : `${name} ${place}`;
}

/** Every task of the slot ended with 0, as is meant of a job or a one-shot. */
function isDone({ running, coming, deaths }: SlotEnd): boolean {
  return running.length === 0 && coming.length === 0 && deaths.length > 0 && deaths.every(isClean);
}

/** `old runs, new crash-loops (4 deaths): data folder is in use`. */
function slotInWords(context: RunContext, end: SlotEnd): string {
  const { running, coming, deaths } = end;
  const owners = [...new Set([...coming.map(({ life }) => life), ...deaths].map(ownerInWords))];
  const parts = [
    ...running.map((life) => `${ownerInWords(life)} runs`),
    ...(running.length === 0 ? ['nothing runs'] : []),
    ...owners.map((owner) => troubleInWords(context, owner, end)),
  ];
  return parts.join(', ');
}

/** What tasks of the same owner went through in a slot, but for the one that runs. */
function troubleInWords({ endMs }: RunContext, name: string, { running, coming, deaths }: SlotEnd): string {
  const isTheirs = (life: TaskLife): boolean => ownerInWords(life) === name;
  const next = coming.find(({ life }) => isTheirs(life));
  const dead = deaths.filter(isTheirs);
  const last = dead.at(-1);
  if (last === undefined) return next === undefined ? name : `${name} ${comingInWords(next)}`;
  if (running.some(isTheirs))
    return `${dead.length === 1 ? 'one' : String(dead.length)} died before it${whyInWords(dead)}`;
  const goesOn = next !== undefined || endMs - (last.end?.atMs ?? 0) < restartMs;
  if (goesOn && dead.length > 1) return `${name} ${loopInWords(dead)}${whyInWords(dead)}`;
  const after = next === undefined ? '' : `; the next is ${next.state.state}`;
  return `${name} ${endedInWords(dead)}${whyInWords(dead)}${after}`;
}

function loopInWords(dead: readonly TaskLife[]): string {
  if (dead.every(isClean)) return `ends again and again (${times(dead.length)})`;
  const refused = dead.every(({ end }) => end?.how === 'refused');
  return refused
    ? `is refused again and again (${times(dead.length)})`
    : `crash-loops (${counted(dead.length, 'death')})`;
}

function endedInWords(dead: readonly TaskLife[]): string {
  const how = dead.every(isClean)
    ? 'ended'
    : dead.every(({ end }) => end?.how === 'refused')
      ? 'was refused'
      : 'died';
  return `${how} ${times(dead.length)}`;
}

function isClean({ end }: TaskLife): boolean {
  return end?.exitCode === 0 && end.how === 'exited';
}

function comingInWords({ life, state }: SlotEnd['coming'][number]): string {
  const reason = reasonOf(state);
  if (reason !== null) return `waits: ${reason}`;
  const { probe } = life.said;
  const check = probe === null ? '' : `: its health check ends with ${probeInWords(probe)}`;
  return `is still ${state.state}${check}`;
}

/** Of the last one: its own words, or failing that how it ended. */
function whyInWords(dead: readonly TaskLife[]): string {
  const last = dead.at(-1);
  if (last?.end == null) return '';
  const { end, said } = last;
  const text =
    end.how === 'refused'
      ? end.err
      : end.how === 'unhealthy'
        ? 'its health check failed'
        : end.how === 'oom'
          ? 'killed for memory'
          : isClean(last)
            ? null
            : (said.log?.at(-1) ?? null);
  const code = end.exitCode === null ? '' : `exit code ${String(end.exitCode)}`;
  const why = text === null || text === '' ? code : shortLine(text, quoteMax);
  return why === '' ? '' : `: ${why}`;
}
