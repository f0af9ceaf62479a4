import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMask, maskedEnv, redact } from '../../../src/base/secrets/index.js';
import { isSecretName } from '../../../src/base/secrets/secret-name.js';

describe('the name of a variable', () => {
  it.each([
    'DB_PASS',
    'SMTP_PASS',
    'SMTP_PWD',
    'MYSQL_PWD',
    'ENCRYPTION_KEY',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AUTH_HEADER',
    'SENTRY_DSN',
    'PGPASSWORD',
    'ADMIN_TOKEN',
    'RAILS_MASTER_KEY',
    'LDAP_BIND_PW',
    'DOCKER_CREDENTIAL_STORE',
    'private_token',
    'PRIVATE_KEY',
    'apiKey',
    'dbPass',
    'GITHUB_PAT',
    'JWT_SIGNING_KEYS',
    'SESSION_COOKIE',
    'PASSWORD_SALT',
    'SLACK_WEBHOOK_URL',
    'REDIS_AUTH',
    'SECRET_KEY_BASE',
    'smtp.pwd',
  ])('%s says that it is secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'PWD',
    'OLDPWD',
    'HEAP_MIB',
    'KEY',
    'KEYCLOAK_URL',
    'MONKEY',
    'COMPASS',
    'AUTHOR',
    'PASSENGERS',
    'SSH_AUTH_SOCK',
    'DB_PASSWORD_FILE',
    'SECRET_DB_PASSWORD_VERSION',
    'PUBLIC_KEY',
    'SPINNER',
    'BASALT',
    'PATH',
    'DESIGN',
  ])('%s does not', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('without knowing any value,', () => {
  it.each([
    [
      'the user part of every URL',
      'git clone https://me:t0ken@example.test/r.git and ssh://root:pw@host.test/r',
      'git clone https://***@example.test/r.git and ssh://***@host.test/r',
    ],
    ['a password with an @ in it', 'https://me:p@ss@example.test/r', 'https://***@example.test/r'],
    [
      'a token in a query',
      'GET https://h.test/r?private_token=abc&page=2&X-Api-Key=x',
      'GET https://h.test/r?private_token=***&page=2&X-Api-Key=***',
    ],
    [
      'a variable by its name, however short',
      'env DB_PASS=x HEAP_MIB=120 SMTP_PWD="a b" ok',
      'env DB_PASS=*** HEAP_MIB=120 SMTP_PWD=*** ok',
    ],
    ['a field of JSON', '{"dbPass":"x y","port":"5432"}', '{"dbPass":"***","port":"5432"}'],
    [
      'a field of JSON within JSON',
      '"{\\"token\\":\\"abc\\",\\"a\\":1}"',
      '"{\\"token\\":\\"***\\",\\"a\\":1}"',
    ],
    ['a header', 'Authorization: Basic dXNlcjpwdw==; X-Api-Key: 123', 'Authorization: ***; X-Api-Key: ***'],
  ])('%s is masked', (_, text, masked) => {
    expect(redact(text)).toBe(masked);
    expect(redact(masked)).toBe(masked);
  });

  it.each([
    'No such image: app:2',
    'task: non-zero exit (137): token: expected',
    'a@b.test',
    'http://h.test/a@b',
    'x=1&y=2',
    'password: must not be empty',
  ])('"%s" stays', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('with the environments of a campaign,', () => {
  it('short values are masked by their place, long ones wherever they stand, the longest first', () => {
    const mask = createMask({
      envs: [{ API_TOKEN: 'abcdefgh', DB_PASSWORD: 'abcdefghij', HEAP_MIB: '120', SHORT_SECRET: 'abc' }],
    });
    expect(mask('x abcdefghij y abcdefgh z 120 abc')).toBe('x *** y *** z 120 abc');
    expect(mask('SHORT_SECRET: abc\nSHORT_SECRET=abc, { SHORT_SECRET: abc, A: 1 }')).toBe(
      'SHORT_SECRET: ***\nSHORT_SECRET=***, { SHORT_SECRET: ***, A: 1 }',
    );
  });

  it('values of every arm and of variables that the scenario calls secret are masked', () => {
    const mask = createMask({
      envs: [{ LICENCE: 'ABCD-1234-EF' }, { DB_PASS: 'of-the-other-arm' }],
      names: ['LICENCE'],
    });
    expect(mask('ABCD-1234-EF of-the-other-arm LICENCE=x')).toBe('*** *** LICENCE=***');
  });

  it('what the lab and the engine call things is masked by its place alone', () => {
    const mask = createMask({
      envs: [{ ADMIN_TOKEN: 'unhealthy', DB_PASS: 'disc-ab12cd' }],
      kept: ['disc-ab12cd'],
    });
    expect(mask('task is unhealthy in disc-ab12cd; ADMIN_TOKEN=unhealthy')).toBe(
      'task is unhealthy in disc-ab12cd; ADMIN_TOKEN=***',
    );
  });

  const value = fc
    .string({ unit: 'binary', minLength: 8, maxLength: 40 })
    .filter(
      (text) =>
        text.trim().length >= 8 &&
        text === text.trim() &&
        !/[\r\n]/.test(text) &&
        !/\p{Surrogate}/u.test(text),
    );

  it('every form of a value is found: in JSON, in a URL, in base64 at any place', () => {
    fc.assert(
      fc.property(value, fc.string({ maxLength: 5 }), (secret, before) => {
        const mask = createMask({ envs: [{ DB_PASS: secret }] });
        expect(mask(`<${secret}>`)).toBe('<***>');
        expect(mask(JSON.stringify({ said: secret }))).not.toContain(JSON.stringify(secret).slice(1, -1));
        expect(mask(`q:${encodeURIComponent(secret)}`)).not.toContain(encodeURIComponent(secret));
        const encoded = Buffer.from(`${before}${secret}!!`).toString('base64');
        if (secret.length >= 14) expect(mask(encoded)).toContain('***');
      }),
    );
  });

  it('a value of several lines is masked line by line, but for what frames a key', () => {
    const key =
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\nend=\n-----END PRIVATE KEY-----';
    const mask = createMask({ envs: [{ TLS_KEY: key }] });
    expect(mask(`    MIIEvQIBADANBg\n    kqhkiG9w0BAQEF\n    end=\n-----BEGIN PRIVATE KEY-----`)).toBe(
      '    ***\n    ***\n    end=\n-----BEGIN PRIVATE KEY-----',
    );
    expect(mask(JSON.stringify({ key }))).toBe('{"key":"***"}');
  });

  it('an environment is kept with its names, and with what is not secret in it', () => {
    const env = {
      DB_PASS: 'x',
      EMPTY_TOKEN: '',
      URL: 'postgres://u:p@db/app',
      HEAP_MIB: '120',
      LICENCE: 'y',
      SAME: 'long enough one',
    };
    expect(maskedEnv(env, createMask({ envs: [{ DB_PASS: 'long enough one' }] }), ['LICENCE'])).toEqual({
      DB_PASS: '***',
      EMPTY_TOKEN: '',
      URL: 'postgres://***@db/app',
      HEAP_MIB: '120',
      LICENCE: '***',
      SAME: '***',
    });
  });

  it('masked text does not change again', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), value, (text, secret) => {
        const mask = createMask({ envs: [{ DB_PASS: secret, SHORT_TOKEN: 'ab' }] });
        const once = mask(`${text} DB_PASS=${secret} "token":"${text}" https://${text}@h`);
        expect(mask(once)).toBe(once);
      }),
    );
  });
});

describe('a text of twenty megabytes', () => {
  const length = 20_000_000;
  const mask = createMask({ envs: [{ DB_PASS: 'correct-horse-9' }], names: ['LICENCE'] });

  it.each([
    ['one word', 'x'],
    ['words with dashes', 'x-'],
    ['words with dots', 'a.b'],
    ['headers that are none', 'x-key-'],
    ['unclosed quotes', 'a="'],
    ['addresses', 'a://'],
    ['one address without an end', 'b@'],
    ['backslashes', '\\'],
  ])('of %s is masked in seconds, and what is secret behind it too', (_, part) => {
    const text = `a://${part.repeat(length / part.length)} API_TOKEN=abcdef x-api-key: ghijkl`;
    const began = performance.now();
    const masked = mask(text);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(masked.endsWith(' API_TOKEN=*** x-api-key: ***')).toBe(true);
  });
});

it.each([
  ['0mDB_PASS=abc', '0mDB_PASS=***'],
  ['--password=abc', '--password=***'],
  ['9API_TOKEN=abc', '9API_TOKEN=***'],
  ['.http://user:abc@host', '.http://***@host'],
  ['my-authorization: Bearer abc', 'my-authorization: ***'],
  ['my-x-api-key: abc', 'my-x-api-key: ***'],
  ['see:authorization: abc', 'see:authorization: ***'],
  ['x-forwarded-for: abc', 'x-forwarded-for: abc'],
  ['-pwd=abc', '-pwd=***'],
  ['-PWD=/srv', '-PWD=/srv'],
])('a name is found wherever it begins: %s', (text, masked) => {
  expect(redact(text)).toBe(masked);
});
