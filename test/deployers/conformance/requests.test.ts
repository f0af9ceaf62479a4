// What counts as a request of a deployer in an engine's log.
import { expect, it } from 'vitest';
import { requestsIn } from '../../../src/deployers/conformance/requests.js';

const old = (path: string): string => `time="2026-11-28T02:10:22Z" level=debug msg="Calling ${path}"`;
const newer = (path: string): string =>
  `time="2026-11-28T02:10:22Z" level=debug msg="handling GET request" method=GET module=api request-url="${path}"`;

it.each([
  ['of an engine up to 27', old('GET /v1.41/services'), old('HEAD /_ping')],
  ['of a newer one', newer('/v1.51/services?filters=x'), newer('/_ping')],
  ['of a newer one, by version', newer('/v1.51/info'), newer('/v1.51/_ping')],
])('whoever asks only whether an engine is there has asked it nothing: %s', (_, asked, ping) => {
  expect(requestsIn('')).toBe(0);
  expect(requestsIn(`${ping}\n${ping}\n`)).toBe(0);
  expect(requestsIn(`${ping}\n${asked}\n${ping}\n${asked}\n`)).toBe(2);
});

it('a service that is called so is a request all the same', () => {
  expect(requestsIn(old('GET /services/_ping'))).toBe(1);
  expect(requestsIn(newer('/v1.51/services/_ping'))).toBe(1);
  expect(requestsIn('level=debug msg="error handling rpc" error=x')).toBe(0);
});
