// What stands in a capture in place of secrets.
import { describe, expect, it } from 'vitest';
import { concealmentOf as concealedBy, type Told } from '../../../src/capture/secrets/concealment.js';

const concealmentOf = (told: readonly Told[]) => concealedBy(told, (secret) => `of ${secret}`);
const variable = (name: string, value: string): Told => ({
  kind: 'variable',
  place: `app: ${name}`,
  name,
  value,
});
const words = (...list: readonly string[]): Told => ({ kind: 'words', place: 'app: command', words: list });
const text = (content: string): Told => ({ kind: 'text', place: 'config conf', name: 'conf', text: content });

describe('a secret', () => {
  it('that may be none is told of with its place, and what can be none is not', () => {
    const { doubtful } = concealmentOf([
      variable('DB_PASSWORD_SHOP', 'harbour'),
      variable('PASSWORD_ENCRYPTION', 'scram-sha-256'),
      variable('SMTP_AUTH', 'plain'),
      variable('API_TOKEN_FILE', '/run/secrets/token'),
      variable('SECRET_SHOP', '${SHOP}'),
      variable('DB_PASSWORD', 'harbour'),
      variable('GREETING', 'harbour'),
      variable('API_TOKEN', '4711'),
      variable('API_TOKEN_HOST', 'x9Kf03bQ77zLp1Wd'),
      variable('DB_PASSWORD_HOST', 'db'),
    ]);
    expect(doubtful).toEqual(['app: DB_PASSWORD_SHOP', 'app: API_TOKEN', 'app: API_TOKEN_HOST']);
  });

  it('is replaced by the same made value wherever it stands, of the same length and look', () => {
    const secret = 's3cr3tValue99';
    const conceal = concealmentOf([variable('DB_PASSWORD', secret)]);
    const made = conceal.valueOf('DB_PASSWORD', secret);
    expect(made).toMatch(/^[a-z]\d[a-z]{2}\d[a-z][A-Z][a-z]{4}\d\d$/);
    expect(made).not.toBe(secret);
    expect(conceal.valueOf('DATABASE_URL', `pg://u:${secret}@db/x`)).toBe(`pg://u:${made}@db/x`);
    expect(conceal.textOf('conf', `requirepass ${secret}\n`)).toBe(`requirepass ${made}\n`);
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
    expect(conceal.wordsOf(['run', option, value])).toEqual(['run', option, conceal.textOf('conf', value)]);
    expect(conceal.textOf('conf', value)).not.toBe(value);
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
    '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ',
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
    const made = concealmentOf([text(content)]).textOf('conf', content);
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

describe('a command', () => {
  const kept = (...list: readonly string[]): readonly string[] =>
    concealmentOf([words(...list)]).wordsOf(list);

  it.each([
    ['sh -c', ['sh', '-c', 'redis-server --requirepass s3cret --port 1'], 's3cret'],
    ['quoted in it', ['sh', '-c', 'app --password="a b;c" --verbose'], 'a b;c'],
    ['with a sign', ['sh', '-c', "exec app --db-password='x y' && true"], 'x y'],
    ['a variable of it', ['sh', '-c', 'PGPASSWORD=abc99 psql -h db'], 'abc99'],
    ['a word of everyday', ['sh', '-c', 'app --token hunter --name x'], 'hunter'],
    ['one letter', ['CMD-SHELL', 'mysqladmin ping -uroot -phunter || exit 1'], 'hunter'],
    ['one letter by itself', ['redis-cli', '-a', 'hunter', 'ping'], 'hunter'],
    ['a header', ['CMD', 'curl', '-H', 'Authorization: Bearer hunter.token', 'http://x'], 'hunter.token'],
    ['a header in it', ['CMD-SHELL', 'curl -H "X-Api-Key: k3y1" http://x'], 'k3y1'],
    ['user and password', ['CMD', 'curl', '-u', 'admin:hunter', 'http://x'], 'hunter'],
    ['an address', ['app', '--dsn', 'pg://u:p@ss@db/x'], 'p@ss'],
    ['a key that begins with a slash', ['app', '--secret-key', '/9j/4AAQSkZJRg=='], '/9j/4AAQSkZJRg=='],
  ])('%s: only what is secret is replaced', (_, list, secret) => {
    const made = kept(...list);
    expect(made.join('\n')).not.toContain(secret);
    const rest = list.map((word) => word.split(secret));
    expect(made.length).toBe(list.length);
    for (const [index, word] of made.entries()) {
      expect(word.startsWith(rest[index]?.[0] ?? '')).toBe(true);
      expect(word.endsWith(rest[index]?.at(-1) ?? '')).toBe(true);
    }
  });

  it.each([
    [['sh', '-c', 'redis-cli --no-auth-warning -a "$REDIS_PASSWORD" ping']],
    [['app', '--password-file', '/run/secrets/x', '--token-ttl', '3600', '--auth', 'scram-sha-256']],
    [['sh', '-c', 'export PASSWORD=$(cat /run/secrets/x); exec app --password "$PASSWORD"']],
    [['sh', '-c', 'echo the password is kept in a file']],
    [['mysqld', '--default-authentication-plugin=mysql_native_password', '--port', '3306']],
    [['sh', '-c', 'mysql -p 3306 -h db && cp -p a b']],
  ])('%j: nothing', (list) => {
    expect(kept(...list)).toEqual(list);
  });
});

describe('the scheme of a header', () => {
  const secret = 'x9Kf03bQ77zLp1Wd';
  const schemes = ['Bearer', 'Basic', 'Token', 'Digest', 'ApiKey', 'GenieKey', 'SSWS'];
  const writings: readonly (readonly [string, (scheme: string) => string])[] = [
    ['of YAML', (scheme) => `headers:\n  authorization: ${scheme} ${secret}\n`],
    ['in quotes', (scheme) => `headers:\n  authorization: "${scheme} ${secret}"\n`],
    ['in a list', (scheme) => `tokens:\n  - ${scheme} ${secret}\n`],
    ['in a list of one line', (scheme) => `tokens: ["${scheme} ${secret}"]\n`],
    ['of XML', (scheme) => `<x><token>${scheme} ${secret}</token></x>\n`],
    ['behind a blank', (scheme) => `proxy_set_header Authorization ${scheme} ${secret};\n`],
    ['behind a sign', (scheme) => `api_token = ${scheme} ${secret}\n`],
    ['in a sentence', (scheme) => `# sends Authorization, as ${scheme} ${secret}\n`],
  ];

  it.each(writings)('%s stays, and what stands behind it is made up', (_, write) => {
    for (const scheme of schemes) {
      const one = write(scheme);
      const made = concealmentOf([text(one)]).textOf('conf', one);
      expect(made).not.toContain(secret);
      expect(made).toContain(`${scheme} `);
    }
  });

  it('is none where it is a part of a word', () => {
    const one = 'authorization: tokenizer x\nauthorization: basics first\n';
    expect(concealmentOf([text(one)]).textOf('conf', one)).toMatch(/^authorization: .{11}\n/);
  });
});

describe('an address', () => {
  it.each([
    ['postgres://shop:', 'hunter', '@db:5432/shop?sslmode=disable'],
    ['mysql://shop:', 'p@ss/w0rd', '@db:3306/shop'],
    ['redis://:', 'hunter', '@cache/0'],
    ['shop:', 'hunter', '@tcp(db:3306)/shop'],
    ['host=db user=shop password=', 'hunter', ' sslmode=disable'],
    ['Server=db;Password=', 'hunter', ';Port=5'],
    ['https://', '0123456789abcdef0123', '@sentry.example.org/4'],
    ['jdbc:postgresql://db/shop?user=shop&password=', 'hunter', '&ssl=true'],
  ])('%s…: only its password is replaced, whatever its variable is called', (before, secret, after) => {
    for (const name of ['DATABASE_DSN', 'DATABASE_URL', 'DB_SECRET']) {
      const value = `${before}${secret}${after}`;
      const made = concealmentOf([variable(name, value)]).valueOf(name, value);
      expect(made.startsWith(before) && made.endsWith(after)).toBe(true);
      expect(made).not.toContain(secret);
    }
  });

  it('without a password is no secret, and one that is called a password is', () => {
    const url = 'https://vault.example.org:8200/@scope/x';
    const valueOf = (name: string): string => concealmentOf([variable(name, url)]).valueOf(name, url);
    expect(valueOf('SECRETS_DSN')).toBe(url);
    expect(valueOf('ROOT_PASSWORD')).not.toBe(url);
  });

  it('has the password of its database, also where it is written in another way there', () => {
    const [secret, url] = ['p@ss w0rd+1', 'pg://u:p%40ss%20w0rd%2B1@db/x'];
    const header = Buffer.from(`admin:${secret}`).toString('base64');
    const conceal = concealmentOf([variable('DB_PASSWORD', secret), variable('URL', url)]);
    const made = conceal.valueOf('DB_PASSWORD', secret);
    expect(conceal.valueOf('URL', url)).toBe(`pg://u:${encodeURIComponent(made)}@db/x`);
    const kept = Buffer.from(conceal.valueOf('SETTING', header), 'base64').toString();
    expect(kept).not.toContain(secret.slice(2, 8));
  });
});

describe('made values', () => {
  it('are the same whatever else is captured, and in whatever order', () => {
    const [a, b] = [variable('API_TOKEN', 'first-0123'), variable('API_TOKEN', 'second-4567')];
    const of = (told: readonly Told[]): string => concealmentOf(told).valueOf('API_TOKEN', 'second-4567');
    expect(new Set([of([a, b]), of([b, a]), of([b])]).size).toBe(1);
  });

  it('are never the secret itself, and never the same for two, also where there are few to choose from', () => {
    const pins = Array.from({ length: 60 }, (_, index) => String(100 + index));
    const conceal = concealmentOf(pins.map((pin) => variable('DOOR_PASSWORD', pin)));
    const made = pins.map((pin) => conceal.valueOf('DOOR_PASSWORD', pin));
    expect(new Set(made).size).toBe(pins.length);
    expect(made.filter((one, index) => one === pins[index])).toEqual([]);
  });
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
    expect(concealmentOf([text(content)]).textOf('conf', content)).toBe(content);
  });
});
