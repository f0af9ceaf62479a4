// The script of a page that is told news by `driftlab watch`: the same page, in which strips fill and the
// trials that run are drawn as far as they are.
import type { Timeline } from '../report/timeline/lanes.js';
import { begin } from './begin.js';
import { replaceMain } from './replace-main.js';
import { showRunning } from './running.js';
import { keepTimeline } from './timelines.js';

interface MainNews {
  readonly markup: string;
  readonly timelines: readonly Timeline[];
  readonly state: string;
}

begin();
const place = document.querySelector<HTMLElement>('.live');
const news = new EventSource(`events?have=${place?.dataset['have'] ?? '0'}`);
let running: readonly Timeline[] = [];
news.addEventListener('main', (event: MessageEvent<string>) => {
  const { markup, timelines, state } = JSON.parse(event.data) as MainNews;
  for (const timeline of timelines) keepTimeline(timeline);
  replaceMain(markup);
  showRunning(running);
  say(state);
});
news.addEventListener('now', (event: MessageEvent<string>) => {
  running = JSON.parse(event.data) as readonly Timeline[];
  for (const timeline of running) keepTimeline(timeline);
  showRunning(running);
});
news.addEventListener('ended', (event: MessageEvent<string>) => {
  news.close();
  running = [];
  showRunning(running);
  say(JSON.parse(event.data) as string);
});
news.addEventListener('error', () => {
  news.close();
  say('driftlab watch has ended: this page stays as it is now');
});

function say(words: string): void {
  if (place !== null && place.textContent !== words) place.textContent = words;
}
