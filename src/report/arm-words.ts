// What makes an arm what it is, in words: the settings in which it is unlike the others. Values of variables
// are left out, since they may be secret.
import { formatAmount, formatDuration } from '../base/units.js';
import type { Plan } from '../plan/plan.js';
import type { LoadSettings } from '../scenario/load-settings.js';
import { engineTraits } from '../scenario/engines/index.js';
import { traitsOf } from '../scenario/image-kinds.js';
import type { ImageSource, Settings } from '../scenario/scenario.js';
import { listed } from './words.js';

/** How one setting is told; null where there is nothing to tell, as of a load that there is not. */
type Teller = (settings: Settings) => string | null;

const tellers: readonly Teller[] = [
  ({ deployer }) => `deployed by ${deployer}`,
  ({ recipe: { clone } }) => `tree made by ${clone}`,
  ({ recipe: { base, head, through = [] } }) => [base, ...through, head].join(' → '),
  ({ engine }) => {
    const { size } = engineTraits(engine);
    return size === null ? null : `an engine of ${size}`;
  },
  ({ overlays }) => filesInWords('overlay', overlays),
  ({ sides }) => filesInWords('overlay of base', sides?.base.overlays ?? []),
  ({ sides }) => filesInWords('overlay of head', sides?.head.overlays ?? []),
  ({ sides }) => sideEnvInWords('base', sides?.base.env),
  ({ sides }) => sideEnvInWords('head', sides?.head.env),
  ({ sides }) => imagesInWords('base', sides?.base.images ?? []),
  ({ sides }) => imagesInWords('head', sides?.head.images ?? []),
  ({ sides }) => (sides?.head.sample === false ? "the head's .env.sample is not looked at" : null),
  ({ images }) => imagesInWords(null, images),
  ({ env }) => (Object.keys(env).length === 0 ? null : `variables ${Object.keys(env).sort().join(', ')}`),
  ({ load }) => (load.length === 0 ? 'no load' : load.map(loadInWords).join(' and ')),
  ({ neighbours }) => (neighbours.length === 0 ? 'no neighbour' : filesInWords('beside', neighbours)),
  ({ actions }) =>
    actions.length === 0 ? null : listed(actions.map(({ action, at }) => `${action} at ${at}`)),
  ({ stacks }) => stacksInWords(stacks),
  ({ state }) => (state === 'kept' ? 'volumes of earlier trials are there' : null),
  ({ volumesOf }) => (volumesOf === undefined ? null : `volumes begin as copies of ${volumesOf}`),
];

/** Name of an arm -> what it is; empty for arms that are alike in all of it, and for a campaign of one. */
export function armsInWords({ arms }: Plan): ReadonlyMap<string, string> {
  const own = arms.map(({ name, settings }) => ({ name, settings: withoutShared(settings, arms) }));
  const telling = tellers.filter((tell) => new Set(own.map(({ settings }) => tell(settings))).size > 1);
  return new Map(
    own.map(({ name, settings }) => [name, telling.flatMap((tell) => tell(settings) ?? []).join('; ')]),
  );
}

/** Of its images those that are not the same in every arm. */
function withoutShared(settings: Settings, arms: Plan['arms']): Settings {
  const images = settings.images.filter((image) => {
    const written = JSON.stringify(image);
    return !arms.every((arm) => arm.settings.images.some((one) => JSON.stringify(one) === written));
  });
  return { ...settings, images };
}

function filesInWords(what: string, files: readonly string[]): string | null {
  return files.length === 0 ? null : `${what} ${listed(files.map((file) => file.replace(/^.*\//, '')))}`;
}

function sideEnvInWords(side: 'base' | 'head', env: Settings['env'] = {}): string | null {
  const names = Object.keys(env).sort();
  return names.length === 0 ? null : `variables of ${side} ${names.join(', ')}`;
}

/** By their tags, with where they come from, by which alone two arms may differ. */
function imagesInWords(side: 'base' | 'head' | null, images: readonly ImageSource[]): string | null {
  if (images.length === 0) return null;
  const what = images.length === 1 ? 'image' : 'images';
  const told = images.map((image) => `${image.tag} ${traitsOf(image).origin}`);
  return `${what}${side === null ? '' : ` of ${side}`} ${listed(told)}`;
}

function loadInWords({ injector, unit, amount, during, for: long, shape }: LoadSettings): string {
  const [low, high] = [formatAmount(amount.low, unit), formatAmount(amount.high, unit)];
  const moving = shape === 'steady' ? '' : ` in ${shape === 'bursts' ? 'bursts' : 'a sawtooth'}`;
  const time =
    long === null
      ? ''
      : long.low === long.high
        ? ` for ${formatDuration(long.low)}`
        : ` for ${formatDuration(long.low)} to ${formatDuration(long.high)}`;
  return `${injector} ${low === high ? low : `${low} to ${high}`}${moving} in ${during}${time}`;
}

const locks: Readonly<Record<Settings['stacks']['lock'], string>> = {
  run: 'one after the other by a lock',
  'base-only': 'with a lock around the base alone',
  none: 'without a lock',
};

function stacksInWords({ concurrent, share, lock }: Settings['stacks']): string {
  if (concurrent === 1) return 'one upgrade at a time';
  const many = `${String(concurrent)} upgrades at once`;
  return share === 'none' ? `${many}, each on a stack of its own` : `${many} on one stack, ${locks[lock]}`;
}
