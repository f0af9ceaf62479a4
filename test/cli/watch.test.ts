// driftlab watch on a campaign of simulated trials that runs: what the page says, what it is told, and how it
// ends.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untilJournal } from './driftlab.js';
import { simulatedPlace, type SimulatedPlace, type Started } from './simulated-place.js';

let place: SimulatedPlace;
beforeEach(() => {
  place = simulatedPlace();
});
afterEach(() => {
  place.remove();
});

/** The address that it prints. */
function urlOf({ child, ended }: Started): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [url] = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
    void ended.then(({ stderr }) => {
      reject(new Error(`it ended first: ${said}${stderr}`));
    });
  });
}

async function running(heldMs: number, trials: string): Promise<Started> {
  const started = place.start(['run', 'simulated.yml', '--trials', trials, '--jobs', '1'], { heldMs });
  await untilJournal(started, join(place.dir, 'results', 'latest', 'trials', '001', 'evidence.jsonl'), '');
  return started;
}

describe('driftlab watch', () => {
  it('serves the page, is told the end, and ends with the campaign and its exit code', async () => {
    const started = await running(3_600_000, '2');
    const watching = place.start(['watch']);
    const url = await urlOf(watching);
    const page = await (await fetch(url)).text();
    expect(page.includes('Live: running, 0 of 2')).toBe(true);
    expect(page.includes('connect-src &#39;self&#39;')).toBe(true);
    const stream = await fetch(`${url}events?have=0`);
    started.child.kill('SIGINT');
    const news = await stream.text();
    expect(news).toContain('event: main');
    expect(news).toMatch(/event: ended\ndata: "The campaign has ended: interrupted, 0 of 2/);
    expect((await started.ended).code).toBe(130);
    const { code, stdout } = await watching.ended;
    expect([code, stdout]).toEqual([2, expect.stringContaining('has ended: interrupted, 0 of 2')]);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('ends by Ctrl-C alone, and leaves the campaign and its folder as they are', async () => {
    const started = await running(3_600_000, '1');
    const before = readdirSync(place.campaign(), { recursive: true }).sort();
    const watching = place.start(['watch']);
    const url = await urlOf(watching);
    expect((await fetch(url)).status).toBe(200);
    watching.child.kill('SIGINT');
    expect((await watching.ended).code).toBe(130);
    await expect(fetch(url)).rejects.toThrow();
    expect(readdirSync(place.campaign(), { recursive: true }).sort()).toEqual(before);
    expect(started.child.exitCode).toBeNull();
  });

  it('refuses a campaign that does not run, and says how to see it', async () => {
    expect((await place.run(['run', 'simulated.yml', '--trials', '1'])).code).toBe(0);
    expect(await place.run(['watch'])).toMatchObject({ code: 64 });
    expect(await place.run(['watch', 'latest'])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('driftlab report latest --format html') as string,
    });
  });
});
