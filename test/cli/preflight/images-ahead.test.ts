// Images that are made before anything boots: none that a trial will need is left for later.
import { expect, it } from 'vitest';
import { imagesAhead } from '../../../src/cli/preflight/images-ahead.js';
import type { ImageSource, Settings } from '../../../src/scenario/scenario.js';
import { settingsWith } from '../../scenario/settings.js';

const built = (tag: string, path = `images/${tag}`): ImageSource => ({ from: 'build', tag, path });
const side = (...images: readonly ImageSource[]) => ({ env: {}, overlays: [], images });
const [both, base, head] = [built('both:1'), built('base:1'), built('head:1')];
const settings = settingsWith({
  images: [both],
  sides: { base: side(base), head: { ...side(head), sample: true } },
});
const arm = (own: Settings) => ({ name: 'a', factors: {}, settings: own });

it('those of base and head alone are among them', () => {
  expect(imagesAhead([arm(settings)], [])).toEqual([both, base, head]);
});

it("the head's own of a tag that the base has too is another image, and one that two arms name is the same", () => {
  const moved = built('base:1', 'images/other');
  const other = settingsWith({
    images: [both],
    sides: { base: side(base), head: { ...side(moved), sample: true } },
  });
  expect(imagesAhead([arm(settings), arm(other)], [])).toEqual([both, base, head, moved]);
});

it('an existing engine is given what it lacks alone, and a stamp probe nothing', () => {
  const engine = { kind: 'existing', by: 'context', at: 'far', shared: false, socket: false } as const;
  expect(imagesAhead([arm({ ...settings, engine }), arm({ ...settings, stopAt: 'stamp' })], [head])).toEqual([
    head,
  ]);
});
