// Networks of a live swarm for a capture. Their subnets are told only where somebody chose them.
import { BlockList } from 'node:net';
import { stackLabel } from '../../base/stack-label.js';
import type { LiveNetwork } from '../../capture/index.js';
import type { Engine } from '../../trial/ports.js';

interface NetworkJson {
  readonly Id: string;
  readonly Name: string;
  readonly Driver: string;
  readonly Attachable?: boolean;
  readonly Internal?: boolean;
  readonly EnableIPv6?: boolean;
  readonly Options?: Readonly<Record<string, string>> | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string }[] | null } | null;
}

/** What swarm takes subnets from where nobody chooses one. */
export interface Pools {
  readonly DefaultAddrPool?: readonly string[] | null;
  readonly SubnetSize?: number;
}

export async function readNetworks({ docker }: Engine): Promise<readonly LiveNetwork[]> {
  const all = (await docker.listNetworks()) as unknown as readonly NetworkJson[];
  const { Swarm: swarm } = (await docker.info()) as { readonly Swarm?: { readonly Cluster?: Pools | null } };
  return all.map((network) => networkOf(network, swarm?.Cluster ?? {}));
}

export function networkOf(network: NetworkJson, pools: Pools): LiveNetwork {
  const { Id: id, Name: name, Driver: driver, Attachable, Internal, Options, Labels, IPAM } = network;
  const subnets = (IPAM?.Config ?? []).flatMap(({ Subnet: subnet }) => subnet ?? []);
  return {
    id,
    name,
    driver,
    attachable: Attachable === true,
    internal: Internal === true,
    options: Options ?? {},
    labels: Labels ?? {},
    subnets: subnets.filter((subnet) => !isGiven(subnet, pools)),
    hasIpv6: network.EnableIPv6 === true,
    stack: Labels?.[stackLabel] ?? null,
  };
}

/** Of the size and out of the pools by which swarm gives subnets; its own defaults where it does not say. */
function isGiven(subnet: string, { DefaultAddrPool: pools, SubnetSize: size }: Pools): boolean {
  const [address = '', bits] = subnet.split('/');
  if (address.includes(':') || Number(bits) !== (size ?? 24)) return false;
  const list = new BlockList();
  for (const pool of pools ?? ['10.0.0.0/8']) {
    const [net = '', prefix] = pool.split('/');
    list.addSubnet(net, Number(prefix), net.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list.check(address);
}
