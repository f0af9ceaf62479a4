// A web app that is heavy in the ways that matter to an upgrade: memory, boot time, health, and how it ends. Settings by environment:
//   PORT          8080   port of the HTTP server
//   HEAP_MIB      0      memory that it takes and touches, evenly while it boots
//   BOOT_MS       0      time from start until it answers
//   BOOT_CPU_MS   0      part of the boot time in which it keeps a processor busy
//   HEALTH        ok     `ok`; `never`; or the number of seconds after which /health turns bad
//   EXIT_AFTER_MS 0      it ends by itself this long after its start; 0: never
//   EXIT_CODE     1      with this code
//   EXIT_ON_TERM  0      exit code on SIGTERM; `never`: it does not listen
//   TERM_MS       0      how long it takes to end on SIGTERM
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const settings = {
  port: number('PORT', 8080),
  heapMiB: number('HEAP_MIB', 0),
  bootMs: number('BOOT_MS', 0),
  bootCpuMs: number('BOOT_CPU_MS', 0),
  health: process.env.HEALTH || 'ok',
  exitAfterMs: number('EXIT_AFTER_MS', 0),
  exitCode: number('EXIT_CODE', 1),
  exitOnTerm: process.env.EXIT_ON_TERM || '0',
  termMs: number('TERM_MS', 0),
};
const startedMs = performance.now();
const version = existsSync('/VERSION') ? readFileSync('/VERSION', 'utf8').trim() : 'outside its image';
const held = [];

process.on('SIGTERM', () => {
  say(`SIGTERM: ${settings.exitOnTerm}`);
  if (settings.exitOnTerm !== 'never') setTimeout(() => process.exit(Number(settings.exitOnTerm)), settings.termMs);
});
if (settings.exitAfterMs > 0) {
  setTimeout(() => {
    say(`ends by itself with ${settings.exitCode}`);
    process.exit(settings.exitCode);
  }, settings.exitAfterMs);
}

say(`version ${version} boots`);
await boot();
createServer(answer).listen(settings.port, () => say(`answers after ${Math.round(sinceMs())} ms, holds ${held.length} MiB`));

/** Takes the memory in steps spread over the boot time; each step burns its share of the processor time, then rests. */
async function boot() {
  const steps = Math.max(1, Math.round(settings.bootMs / 50));
  for (let step = 1; step <= steps; step++) {
    while (held.length < (settings.heapMiB * step) / steps) held.push(Buffer.allocUnsafeSlow(1024 * 1024).fill(0xa5));
    burn(settings.bootCpuMs / steps);
    await pause(Math.max(1, (settings.bootMs * step) / steps - sinceMs()));
  }
}

function burn(ms) {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

function answer(request, response) {
  if (request.url !== '/health') return response.end(`heavyweb ${version}\n`);
  const good = healthy();
  return response.writeHead(good ? 200 : 503, { connection: 'close' }).end(good ? 'ok\n' : 'bad\n');
}

function healthy() {
  if (settings.health === 'ok') return true;
  return settings.health !== 'never' && sinceMs() < Number(settings.health) * 1000;
}

function sinceMs() {
  return performance.now() - startedMs;
}

function say(text) {
  console.log(text);
}

function number(name, fallback) {
  const value = Number(process.env[name] || fallback);
  if (Number.isFinite(value)) return value;
  console.error(`${name}: a number is expected, not ${process.env[name]}`);
  process.exit(64);
}
