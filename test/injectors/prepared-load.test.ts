// A load from made ready to taken off, whatever it is made of.
import { expect, it } from 'vitest';
import { LabError } from '../../src/base/lab-error.js';
import { preparedLoad, type Following } from '../../src/injectors/prepared-load.js';

function loadThat(start: () => Promise<Following>) {
  const said: string[] = [];
  const over = new AbortController();
  const load = preparedLoad({
    say: (event, _, note = null) => {
      said.push(note === null ? event : `${event}: ${note}`);
    },
    over,
    start,
    remove: () => Promise.resolve(),
  });
  return { load, said };
}

it('a load whose end fails does not end the program, and tells whoever takes it off', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => {
    unhandled.push(error);
  };
  process.on('unhandledRejection', note);
  const { load } = loadThat(() =>
    Promise.resolve({ done: Promise.reject(new LabError('dose', 'it stays')), close: () => undefined }),
  );
  await load.begin();
  await new Promise((resolve) => setImmediate(resolve));
  await expect(load.stop()).rejects.toThrow('it stays');
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

it('one that was never due, or could not start, says so when it is taken off, and is not begun again', async () => {
  const idle = loadThat(() => Promise.reject(new Error('unused')));
  await idle.load.stop();
  expect(idle.said).toEqual(['ended: its time never came']);
  await expect(idle.load.begin()).rejects.toThrow('taken off before it began');
  const broken = loadThat(() => Promise.reject(new Error('no room')));
  await expect(broken.load.begin()).rejects.toThrow('no room');
  await broken.load.stop();
  await broken.load.stop();
  expect(broken.said).toEqual(['ended: it could not start: no room']);
});
