// Words that are printed for a person to paste into a shell.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord } from '../../../src/cli/terminal/shell-word.js';

test('a plain word stays as it is', () => {
  for (const plain of ['shop.yml', 'a/b_c-1.yml', '../x@1:2,3+4=5%']) expect(shellWord(plain)).toBe(plain);
});

test('a shell reads every other word as it was meant', () => {
  for (const odd of ['my shop.yml', "it's.yml", '$(id).yml', '*', '', 'a\nb', '"x"', '~', 'ä;b&c'])
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(odd)}`], { encoding: 'utf8' })).toBe(odd);
});

test('what begins with a dash is no option', () => {
  expect(shellWord('-x.yml')).toBe('./-x.yml');
});
