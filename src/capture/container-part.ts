// What a service's containers are -> the keys of a compose file's service, without what it mounts, joins or
// is given.
import { durationText, exactDurationText } from './amounts-text.js';
import type { Concealment } from './secrets/concealment.js';
import { withoutEmpty, type Part } from './part.js';
import type { ContainerJson, HealthJson } from './engine-json.js';

export function containerPart(container: ContainerJson, conceal: Concealment): Part {
  return withoutEmpty({
    entrypoint: conceal.wordsOf(container.Command ?? []),
    command: conceal.wordsOf(container.Args ?? []),
    environment: (container.Env ?? []).map((pair) => variable(pair, conceal)),
    hostname: container.Hostname === '' ? undefined : container.Hostname,
    working_dir: container.Dir === '' ? undefined : container.Dir,
    user: container.User === '' ? undefined : container.User,
    healthcheck: healthPart(container.Healthcheck, conceal),
    ...frame(container),
    tty: container.TTY === true ? true : undefined,
    stdin_open: container.OpenStdin === true ? true : undefined,
    read_only: container.ReadOnly === true ? true : undefined,
    extra_hosts: (container.Hosts ?? []).flatMap(hostsOf),
    dns: container.DNSConfig?.Nameservers,
    dns_search: container.DNSConfig?.Search,
    sysctls: container.Sysctls,
    cap_add: container.CapabilityAdd,
    cap_drop: container.CapabilityDrop,
  });
}

/** What of a container holds for a stand-in too: how it is asked to end, and what bounds it. */
export function frame(container: ContainerJson): Part {
  const limits = (container.Ulimits ?? []).map(({ Name, Soft, Hard }) => [Name, { soft: Soft, hard: Hard }]);
  return withoutEmpty({
    init: container.Init,
    stop_signal: container.StopSignal === '' ? undefined : container.StopSignal,
    stop_grace_period: exactDurationText(container.StopGracePeriod),
    ulimits: Object.fromEntries(limits) as unknown,
    oom_score_adj: container.OomScoreAdj === 0 ? undefined : container.OomScoreAdj,
  });
}

/** Undefined where the spec says nothing of it, and the image decides. */
export function healthPart(
  health: HealthJson | null | undefined,
  conceal: Pick<Concealment, 'wordsOf'>,
): Part | undefined {
  if (health == null) return undefined;
  if (health.Test?.[0] === 'NONE') return { disable: true };
  return withoutEmpty({
    test: conceal.wordsOf(health.Test ?? []),
    interval: durationText(health.Interval),
    timeout: durationText(health.Timeout),
    retries: health.Retries === 0 ? undefined : health.Retries,
    start_period: durationText(health.StartPeriod),
    start_interval: durationText(health.StartInterval),
  });
}

function variable(pair: string, { valueOf }: Concealment): string {
  const at = pair.indexOf('=');
  if (at < 0) return pair;
  const name = pair.slice(0, at);
  return `${name}=${valueOf(name, pair.slice(at + 1))}`;
}

/** As /etc/hosts has them: an address and its names. */
function hostsOf(line: string): readonly string[] {
  const [address = '', ...names] = line.split(/\s+/);
  return names.map((name) => `${name}:${address}`);
}
