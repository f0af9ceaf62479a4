// Networks for a capture: which of their subnets somebody chose.
import { expect, it } from 'vitest';
import { networkOf } from '../../../src/cli/capture/read-networks.js';

const subnetsOf = (subnet: string, pools: Parameters<typeof networkOf>[1] = {}) =>
  networkOf({ Id: 'n', Name: 'shop_net', Driver: 'overlay', IPAM: { Config: [{ Subnet: subnet }] } }, pools)
    .subnets;

it.each([
  ['swarm gave, of its own pool', '10.0.4.0/24', {}],
  [
    'swarm gave, of a pool that it was told',
    '172.30.8.0/26',
    { DefaultAddrPool: ['172.30.0.0/16'], SubnetSize: 26 },
  ],
])('a subnet that %s is not told', (_, subnet, pools) => {
  expect(subnetsOf(subnet, pools)).toEqual([]);
});

it.each([
  ['of another size', '10.0.0.0/16', {}],
  ['outside the pool', '192.168.7.0/24', {}],
  ['of the usual pool, where the swarm has another', '10.0.4.0/24', { DefaultAddrPool: ['172.30.0.0/16'] }],
  ['of IPv6', 'fd00::/24', {}],
])('a subnet %s is told', (_, subnet, pools) => {
  expect(subnetsOf(subnet, pools)).toEqual([subnet]);
});
