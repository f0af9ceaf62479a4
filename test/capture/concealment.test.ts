// What stands in a capture in place of secrets.
import { describe, expect, it } from 'vitest';
import { concealmentOf, type Told } from '../../src/capture/concealment.js';

const variable = (name: string, value: string): Told => ({
  kind: 'variable',
  place: `app: ${name}`,
  name,
  value,
});
const words = (...list: readonly string[]): Told => ({ kind: 'words', place: 'app: command', words: list });
const text = (content: string): Told => ({ kind: 'text', place: 'config conf', text: content });

describe('a secret', () => {
  it('is replaced by the same made value wherever it stands, of the same length and look', () => {
    const secret = 's3cr3tValue99';
    const conceal = concealmentOf([variable('DB_PASSWORD', secret)]);
    const made = conceal.valueOf('DB_PASSWORD', secret);
    expect(made).toMatch(/^[a-z]\d[a-z]{2}\d[a-z][A-Z][a-z]{4}\d\d$/);
    expect(made).not.toBe(secret);
    expect(conceal.valueOf('DATABASE_URL', `pg://u:${secret}@db/x`)).toBe(`pg://u:${made}@db/x`);
    expect(conceal.textOf(`requirepass ${secret}\n`)).toBe(`requirepass ${made}\n`);
    expect(conceal.places).toEqual(['app: DB_PASSWORD']);
  });

  it('is the same in a later capture, and another one for another value of that name', () => {
    const [a, b] = [variable('API_TOKEN', '0123456789abcdef'), variable('API_TOKEN', 'fedcba9876543210')];
    const both = concealmentOf([a, b]);
    expect(both.valueOf('API_TOKEN', '0123456789abcdef')).toBe(
      concealmentOf([a]).valueOf('API_TOKEN', '0123456789abcdef'),
    );
    expect(both.valueOf('API_TOKEN', '0123456789abcdef')).not.toBe(
      both.valueOf('API_TOKEN', 'fedcba9876543210'),
    );
    expect(both.valueOf('API_TOKEN', '0123456789abcdef')).toMatch(/^[0-9a-f]{16}$/);
  });

  it('that is an ordinary word is replaced where it is one, and nowhere else', () => {
    const url = 'postgres://postgres:postgres@db/postgres';
    const conceal = concealmentOf([variable('POSTGRES_PASSWORD', 'postgres'), variable('URL', url)]);
    const made = conceal.valueOf('POSTGRES_PASSWORD', 'postgres');
    expect(made).not.toBe('postgres');
    expect(conceal.valueOf('URL', url)).toBe(`postgres://postgres:${made}@db/postgres`);
    expect(conceal.valueOf('POSTGRES_USER', 'postgres')).toBe('postgres');
  });

  it.each([
    ['--requirepass', 'hunter22x'],
    ['-password', 'hunter22x'],
  ])('after the option %s', (option, value) => {
    const conceal = concealmentOf([words('run', option, value)]);
    expect(conceal.wordsOf(['run', option, value])).toEqual(['run', option, conceal.textOf(value)]);
    expect(conceal.textOf(value)).not.toBe(value);
  });

  it.each(['--db-password=hunter22x', '--token=abc'])('in the option %s', (option) => {
    const [made = ''] = concealmentOf([words(option)]).wordsOf([option]);
    expect(made.length).toBe(option.length);
    expect(made).not.toBe(option);
    expect(made.split('=')[0]).toBe(option.split('=')[0]);
  });

  it.each([
    'admin:$apr1$abcdefgh$0123456789abcdefghijkl',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl',
    'ghp_0123456789abcdefghijABCDEFGHIJ012345',
    '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\n-----END PRIVATE KEY-----',
  ])('by its form, whatever it is called: %s', (value) => {
    const made = concealmentOf([variable('SETTING', value)]).valueOf('SETTING', value);
    expect(made).not.toContain(value.slice(-16));
  });

  it.each([
    ['redis', 'requirepass hunter22\nport 6379\n'],
    ['ini', 'password = hunter22\n'],
    ['yaml', 'admin:\n  token: "hunter22"\n'],
    ['json', '{ "db": { "user": "shop", "password": "hunter22" } }'],
    ['a database address', 'dsn: Server=db;Password=hunter22;Port=5'],
  ])('in a config of %s', (_, content) => {
    const made = concealmentOf([text(content)]).textOf(content);
    expect(made).not.toContain('hunter22');
    expect(made.length).toBe(content.length);
  });
});

it('is found in a variable whose name tells nothing, also a short one', () => {
  const value = 'Server=db;Password=abc;Port=5432';
  expect(concealmentOf([variable('CONNECTION', value)]).valueOf('CONNECTION', value)).toMatch(
    /^Server=db;Password=(?!abc)[a-z]{3};Port=5432$/,
  );
});

describe('no secret', () => {
  it.each([
    ['PUBLIC_KEY', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5'],
    ['DB_PASSWORD_FILE', '/run/secrets/db_password'],
    ['SECRET_KEY', '/run/secrets/key'],
    ['SMTP_AUTH', 'plain'],
    ['USE_TOKEN', 'true'],
    ['TITLE', 'a shop like any other'],
  ])('%s', (name, value) => {
    const conceal = concealmentOf([variable(name, value)]);
    expect([conceal.valueOf(name, value), conceal.places]).toEqual([value, []]);
  });

  it.each(['--bypass', '--config'])('what follows %s', (option) => {
    expect(concealmentOf([words(option, 'something')]).wordsOf([option, 'something'])).toEqual([
      option,
      'something',
    ]);
  });

  it('is in an ordinary config', () => {
    const content = 'server {\n  listen 80;\n  root /srv/www;\n  password_min_length: 8\n}\n';
    expect(concealmentOf([text(content)]).textOf(content)).toBe(content);
  });
});
