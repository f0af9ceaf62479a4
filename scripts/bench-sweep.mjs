// How long `driftlab sweep` takes over a catalogue, from the command's start to its end.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const recipes = 500;
const rounds = 5;
const goalMs = 1000;

/** Recipes as long as the investigation's own, each with other names. */
export function benchSweep(scratch) {
  const sample = join(root, 'scenarios', 'recipes', 'discourse', '09-upgrade');
  const text = readFileSync(join(sample, 'compose.yml'), 'utf8');
  for (let number = 0; number < recipes; number += 1) {
    const folder = join(scratch, 'catalogue', `recipe-${number}`);
    mkdirSync(folder, { recursive: true });
    cpSync(join(sample, 'abra.sh'), join(folder, 'abra.sh'));
    writeFileSync(join(folder, 'compose.yml'), text.replaceAll('app:', `app${number}:`));
  }
  const times = Array.from({ length: rounds }, () => timed(join(scratch, 'catalogue'))).sort((a, b) => a - b);
  const medianMs = times[Math.floor(rounds / 2)];
  const met = medianMs < goalMs;
  const words =
    `${met ? '✓' : '✗'} sweep of ${recipes} recipes: ${Math.round(medianMs)} ms (worst of ${rounds}: ` +
    `${Math.round(times.at(-1))}), goal under ${goalMs}`;
  return { figures: { recipes, medianMs, worstMs: times.at(-1), goalMs }, text: words, met };
}

function timed(folder) {
  const from = performance.now();
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'dist', 'cli', 'main.js'), 'sweep', folder, '--json'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 1) throw new Error(`sweep ended with ${status}`);
  return performance.now() - from;
}
