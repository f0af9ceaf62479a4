// Secrets that a variable or a command holds among options, headers and addresses, marked by « and »; and what
// looks like them and is none.
import { describe, expect, it } from 'vitest';
import { concealmentOf } from '../../../src/capture/secrets/concealment.js';
import { planted } from './planted.js';

const ofVariable = (name: string, value: string): string =>
  concealmentOf([{ kind: 'variable', place: 'x', name, value }], (secret) => `of ${secret}`).valueOf(
    name,
    value,
  );
const ofWords = (words: readonly string[]): readonly string[] =>
  concealmentOf([{ kind: 'words', place: 'x', words }], (secret) => `of ${secret}`).wordsOf(words);

describe('a variable', () => {
  it.each([
    ['CURL_OPTS', '-u admin:«hunter»'],
    ['CURL_OPTS', '-fsu admin:«hunter» --retry 3'],
    ['CURL_OPTS', '--user=admin:«hunter»'],
    ['HEALTH', 'curl -fsu admin:«hunter» http://app/'],
    ['HEALTH', 'curl -fsuadmin:«hunter» http://app/'],
    ['BACKUP', 'mysqldump -uroot -p«hunter» --all-databases'],
    ['BACKUP', 'mariadb -Nsp«hunter» -e x'],
    ['CHECK', 'redis-cli -a «hunter» ping'],
    ['CHECK', 'mongosh -u root -p «hunter»'],
    ['CHECK', 'openssl rsa -passin pass:«hunter» -in x'],
    ['REDIS_ARGS', '--requirepass «hunter» --port 1'],
    ['ARGS', '--password=«hunter» --verbose'],
    ['AUTH_HEADER', 'Basic «dXNlcjpwYXNz»'],
    ['AUTH_HEADER', 'Bearer «hunter»'],
    ['SETTING', 'Basic «dXNlcjpwYXNz»'],
    ['SETTING', 'Authorization: Bearer «hunter2»'],
    ['SETTING', 'X-Api-Key: «hunter»'],
    ['SETTING', 'postgres://u:«p#ss»@db/x'],
    ['SETTING', 'postgres://u:«p?ss»@db:5432/x?a=b'],
    ['SETTING', 'postgres://u:«p/s?s#x»@db/x'],
    ['SETTING', 'postgres://u:«p@s#s»@db/x'],
    ['SETTING', 'redis://:«12#4»@cache/0'],
    ['SETTING', 'postgres://u:«pw9»@db/x?email=a@b.c'],
    ['SETTING', 'amqp://u:«hunter»@mq:5672/%2F'],
    ['SETTING', 'smtp://u:«hunter»@mail:587/?tls=1'],
    ['SETTING', 'jdbc:sqlserver://db;user=sa;password=«hunter»;encrypt=true'],
    ['SETTING', 'user=shop password=«hunter» host=db'],
    ['SETTING', 'Server=db;Uid=sa;Pwd=«hunter»;'],
    ['SETTING', 'https://a.blob.core.windows.net/c?sv=2020&sig=«abc%2Fdef%3D»&se=1'],
    ['SETTING', 'AccountName=a;AccountKey=«abcd1234==»;EndpointSuffix=x'],
    ['SETTING', 'https://hooks.slack.com/services/«T0/B0/abc»'],
    ['SETTING', 'https://discord.com/api/webhooks/«123/abc-DEF»'],
    ['SETTING', 'key «whsec_0123456789abcdefghijABCD» of a hook'],
    ['SETTING', 'user worker on >«first-1» >«second-2» ~x'],
  ])('%s=%s', (name, marked) => {
    const { text, secrets, otherwise } = planted(marked);
    const made = ofVariable(name, text);
    expect(made).toMatch(otherwise);
    expect(secrets.filter((secret) => made.includes(secret))).toEqual([]);
  });

  it.each([
    ['SETTING', '-u 1000:1000'],
    ['SETTING', '-u app:app'],
    ['SETTING', 'docker run -u app:web x'],
    ['SETTING', '-u http://app:80'],
    ['SETTING', '--user root --umask 022'],
    ['SETTING', 'curl -XPUT http://es:9200/a -o out'],
    ['SETTING', 'mysqladmin ping -h localhost'],
    ['SETTING', 'mysql --protocol=tcp -sN -e x'],
    ['PLAN', 'Basic plan'],
    ['NAME', 'Basic understanding'],
    ['AUTH_TYPE', 'Basic realm'],
    ['AUTH_SCHEME', 'Bearer token'],
    ['AUTH_HEADER', 'Bearer $TOKEN'],
    ['SETTING', 'http://app:8080/x@y'],
    ['SETTING', 'http://app:80?email=a@b.c'],
    ['SETTING', 'http://app:80/#x@y'],
    ['SETTING', 'https://app/@scope/x'],
    ['SETTING', 'http://[::1]:80/#a@b'],
    ['SETTING', 'ssh://git@example.org:22/x'],
  ])('%s=%s: nothing', (name, value) => {
    expect(ofVariable(name, value)).toBe(value);
  });
});

describe('the words of a command', () => {
  it.each([
    [['curl', '-fsu', 'admin:«hunter»', 'http://app/']],
    [['curl', '-u', 'admin:«two words»', 'http://app/']],
    [['mysqldump', '-uroot', '-p«hunter»', 'shop']],
    [['sh', '-c', 'curl -fsu admin:«hunter» http://app/']],
    // what ends as the secret does is none
    [['curl', '-u', 'admin:«n»', 'http://domain']],
  ])('%j', (marked) => {
    const made = ofWords(marked.map((word) => planted(word).text));
    for (const [index, word] of marked.entries()) {
      expect(made[index]).toMatch(planted(word).otherwise);
      expect(planted(word).secrets.filter((secret) => made[index]?.split(':').includes(secret))).toEqual([]);
    }
  });

  it.each([
    [['mysql', '-h', 'pg', '-uapp', '--protocol', 'tcp']],
    [['redis-cli', '-a', '$(cat /run/secrets/x)']],
    [['docker', 'run', '--user', 'app:web', 'x']],
  ])('%j: nothing', (words) => {
    expect(ofWords(words)).toEqual(words);
  });
});
