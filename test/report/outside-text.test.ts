import { describe, expect, it } from 'vitest';
import { oneLine, shortLine } from '../../src/report/outside-text.js';
import { deployerSaid } from '../../src/report/story/deployer-said.js';

const escape = String.fromCharCode(27);

describe('text from outside', () => {
  it('keeps its words and loses what would colour, move or break', () => {
    expect(oneLine(`${escape}[1;31mfatal${escape}[0m:\tno disk\r\nsecond`)).toBe('fatal: no disk second');
    expect(oneLine(`bell${String.fromCharCode(7)} and ${String.fromCodePoint(0x202e)}turned`)).toBe(
      'bell\uFFFD and \uFFFDturned',
    );
  });

  it('keeps what only looks like a sequence', () => {
    expect(oneLine('[INFO] a[1m] ärger 💥')).toBe('[INFO] a[1m] ärger 💥');
  });

  it('is cut to a width with a mark, and never in the middle of a character', () => {
    expect([shortLine('short', 5), shortLine('longer one', 8), shortLine('💥💥💥💥', 3)]).toEqual([
      'short',
      'longer…',
      '💥💥…',
    ]);
  });
});

describe('of what a deployer said', () => {
  it("the daemon's sentence is taken, not the notices before it or what comes after", () => {
    const failure =
      'Since --detach=false was not specified, tasks will be created in the background.\nfailed to ' +
      'create service x: Error response from daemon: no such image\nmore';
    expect(deployerSaid(failure)).toBe(
      'failed to create service x: Error response from daemon: no such image',
    );
  });

  it("without the daemon's the last complaint is, and without one the first that is no notice", () => {
    expect(deployerSaid('Creating network x\ndeploy failed: timeout\nsee the log')).toBe(
      'deploy failed: timeout',
    );
    expect(deployerSaid('Updating service x (id: 1)\nno such network\nmore')).toBe('no such network');
  });

  it('a notice is taken where it is all there is', () => {
    expect(
      deployerSaid('Since --detach=false was not specified, tasks will be created in the background.'),
    ).toContain('--detach');
  });
});
