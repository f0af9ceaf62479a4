// What the page's words mean, for a reader who has the page and nothing else.
import { html, type Markup } from './markup.js';

const words: readonly (readonly [word: string, meaning: string])[] = [
  ['arm', 'one variation of what is tried; its trials are the cells of its strip, in launch order'],
  ['trial', 'one upgrade on a throw-away swarm: base is deployed, and head over it'],
  ['base, head', 'the version that runs first, and the one that it is upgraded to'],
  ['block', 'one trial of each arm, all with the same draw of load'],
  [
    'stamp',
    'the label of a service that names the commit of its version; +U: the files had changes of their own',
  ],
  ['held', 'swarm completed the update, and head runs in every slot'],
  ['drifted', 'the stamp at the end is not the one that was to be deployed'],
  ['did not hold', 'drifted, or head does not run as it was deployed although its stamp is there'],
  ['slot', 'the place of one replica; swarm starts a new task in it where the old one ended'],
  ['envelope', 'the memory that all containers of the engine share, and its limit: not that of the machine'],
  ['seen', 'the most of all measurements; between two of them it may have been more'],
  ['dose', 'how much load was asked for, and how much was measured'],
  ['tree', 'the checked-out recipe that was deployed'],
  ['naive check', 'what many scripts do: wait until the app is healthy, then compare the stamp'],
  ['masked', 'the naive check would have passed, or would have blamed the wrong thing'],
  ['foreign-write', 'another client changed the service while the upgrade was under way'],
  ['price', 'the time in which no task of the service was healthy'],
  ['points', 'the difference of two rates in per cent, with its 95 % interval'],
  ['p', "how likely at least such a difference is between arms that are alike (Boschloo's exact test)"],
];

export function glossaryPart(): Markup {
  const items = words.map(([word, meaning]) => html`<dt>${word}</dt><dd>${meaning}</dd>`);
  return html`<details class="glossary"><summary>What the words mean</summary><dl
    class="notes">${items}</dl></details>`;
}
