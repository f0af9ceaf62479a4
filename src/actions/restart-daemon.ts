// The engine's daemon restarted in the middle of things, as an update of its package does it, or a crash.
// Swarm then forgets which tasks it watched and for how long: such a trial shows nothing of the upgrade, and
// its verdict blames nobody. It shows what becomes of the stack, and what a check makes of that.
import { daemonRestarter } from '../evidence/named-actions.js';
import { word } from '../scenario/leaf.js';
import { keys, noted } from '../scenario/map-shape.js';
import { action } from './action.js';

const options = keys(daemonRestarter, {
  signal: noted(
    word(['TERM', 'KILL'], 'a way to end the daemon', 'the ways'),
    'TERM, as a restart of the service sends it, or KILL, as in a crash.',
    { default: 'TERM' },
  ),
});

export const restartDaemon = action({
  name: daemonRestarter,
  summary: "restarts the engine's daemon, as systemctl restart docker does",
  example: '{ restart-daemon: { signal: TERM }, at: monitor }',
  options,
  needs: [{ kind: 'own-engine' }],
  restartsDaemon: true,
  words: ({ signal = 'TERM' }) => `restarted the engine's daemon by SIG${signal}`,
  perform: async ({ signal = 'TERM' }, { engine }, abortSignal) => {
    const [{ restartDaemon: restart }] = engine.nodes;
    if (restart === undefined) throw new Error("the engine's daemon is not the lab's to restart");
    await restart(signal === 'KILL' ? 'SIGKILL' : 'SIGTERM', abortSignal);
  },
});
