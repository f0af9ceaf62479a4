import { describe, expect, it } from 'vitest';
import { redact, secretsOf } from '../../src/base/redact.js';

describe('redaction', () => {
  it('masks the user part of every URL', () => {
    expect(redact('git clone https://me:t0ken@example.test/r.git and ssh://git@host.test/r')).toBe('git clone https://***@example.test/r.git and ssh://***@host.test/r');
  });

  it('masks the values that the environment names as secret, the longest first', () => {
    const secrets = secretsOf({ API_TOKEN: 'abcdef', DB_PASSWORD: 'abcdefgh', HEAP_MIB: '120', SHORT_SECRET: 'abc' });
    expect(secrets).toEqual(['abcdefgh', 'abcdef']);
    expect(redact('x abcdefgh y abcdef z 120', secrets)).toBe('x *** y *** z 120');
  });
});
