// The check of the status page: waits for health, and then looks at the label alone.
import { keys } from '../scenario/map-shape.js';
import { check } from './check.js';
import { lookAtHealthAndLabel } from './health-and-label.js';
import { polled } from './polled.js';

const everyMs = 1000;

export const label = check({
  name: 'label',
  summary: 'waits until the stack is healthy, and then compares the label with the commit that was meant',
  example: '{ label: {} }',
  options: keys('label', {}),
  ask: (_, context, signal) =>
    polled(
      {
        timeoutMs: context.timeoutMs,
        everyMs,
        look: (both) => lookAtHealthAndLabel(context, both),
      },
      signal,
    ),
});
