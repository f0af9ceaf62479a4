import { expect, test } from 'vitest';
import { containerEventOf } from '../../src/injectors/container-event.js';

const actor =
  '"Type":"container","Action":"start","Actor":{"ID":"c1","Attributes":{"image":"warm:1"}},"scope":"local","time":1,"timeNano":1000000000';

test.each([
  ['up to 28', `{"status":"start","id":"c1","from":"warm:1",${actor}}`],
  ['29', `{${actor}}`],
])('a container that begins is known by its event of engine %s', (_, line) => {
  expect(containerEventOf(line)).toEqual({ containerId: 'c1', action: 'start' });
  expect(containerEventOf(line.replaceAll('start', 'die'))).toEqual({ containerId: 'c1', action: 'die' });
});

test('what neither begins nor ends a container is none', () => {
  expect(containerEventOf('')).toBeNull();
  expect(containerEventOf(`{${actor.replace('start', 'kill')}}`)).toBeNull();
  expect(containerEventOf(`{${actor.replace('start', 'health_status: healthy')}}`)).toBeNull();
});
