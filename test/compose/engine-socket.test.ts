import { describe, expect, it } from 'vitest';
import { socketBinds } from '../../src/compose/engine-socket.js';
import { readStack } from '../../src/compose/read-stack.js';

function binds(volumes: string, env = {}, rest = ''): readonly string[] {
  const text = `services:\n  app:\n    image: a:1\n    volumes: ${volumes}\n${rest}`;
  const { stack } = readStack([{ file: 'compose.yml', text }], env);
  return stack === null
    ? []
    : socketBinds(stack).map(
        ({ service, source, target, readOnly, isSocket, place }) =>
          `${service} ${source} ${target} ${String(readOnly)} ${String(isSocket)} ${String(place.line)}`,
      );
}

describe('binds through which a container gets at its engine', () => {
  it('are those of its socket, however they are written', () => {
    expect(binds('["/var/run/docker.sock:/var/run/docker.sock:ro"]')).toEqual([
      'app /var/run/docker.sock /var/run/docker.sock true true 4',
    ]);
    expect(binds('[{ type: bind, source: //run/./docker.sock, target: /sock }]')).toEqual([
      'app //run/./docker.sock /sock false true 4',
    ]);
    expect(binds('["${SOCKET}:/s"]', { SOCKET: '/run/user/1000/docker.sock' })).toHaveLength(1);
  });

  it('are also those of a folder that holds it', () => {
    expect(binds('["/var/run/:/host/run"]')).toEqual(['app /var/run/ /host/run false false 4']);
    expect(binds('["/:/host:ro"]')).toHaveLength(1);
    expect(binds('["/var/lib/../run:/r"]')).toHaveLength(1);
  });

  it('are no volumes, and no other files or folders', () => {
    expect(binds('["run:/var/run", "docker.sock:/var/run/docker.sock"]')).toEqual([]);
    expect(binds('["/var/run/app:/run", "/srv/docker.sock.d:/d", "/srv/mydocker.sock:/s"]')).toEqual([]);
    expect(binds('[{ type: tmpfs, target: /var/run }]')).toEqual([]);
  });

  it('are also those that a volume makes by the options of its driver', () => {
    const of = (options: string): readonly string[] =>
      binds('["engine:/sock:ro"]', {}, `volumes: { engine: ${options} }\n`);
    const device = 'device: /var/run/docker.sock';
    expect(of(`{ driver_opts: { type: none, o: "ro,bind", ${device} } }`)).toEqual([
      'app /var/run/docker.sock /sock true true 5',
    ]);
    expect(of('{ driver: local, driver_opts: { o: rbind, device: /run } }')).toHaveLength(1);
    expect(of('{ driver_opts: { type: none, o: bind, device: /srv/shop } }')).toEqual([]);
    expect(of(`{ driver_opts: { type: nfs, o: "addr=10.0.0.1", ${device} } }`)).toEqual([]);
    expect(of(`{ driver: other, driver_opts: { o: bind, ${device} } }`)).toEqual([]);
  });
});
