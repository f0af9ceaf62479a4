// The timelines that the page holds as data, each parsed when it is asked for.
import type { Timeline } from '../report/timeline/lanes.js';

const prefix = 'timeline-';

/** Null for a trial that the page does not have. */
export function timelineFor(trial: string): Timeline | null {
  const text = document.getElementById(`${prefix}${trial}`)?.textContent;
  return text == null ? null : (JSON.parse(text) as Timeline);
}

/** In the place of what the page had of that trial. */
export function keepTimeline(timeline: Timeline): void {
  const id = `${prefix}${timeline.trial}`;
  const known = document.getElementById(id);
  const element = known ?? document.body.appendChild(document.createElement('script'));
  if (known === null) [element.id, (element as HTMLScriptElement).type] = [id, 'application/json'];
  element.textContent = JSON.stringify(timeline);
}

/** Every trial of which the page has the timeline, in launch order. */
export function timelinesHere(): readonly string[] {
  return [...document.querySelectorAll(`script[id^="${prefix}"]`)].map(({ id }) => id.slice(prefix.length));
}
