// A secret that an app, a deployer or an engine says aloud, in any form, stands in no file of a campaign and
// in nothing that is printed.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { formats } from '../../src/report/index.js';
import { driftlab } from './driftlab.js';
import { simulatedIn } from './simulated.js';

const { simulated, remove } = simulatedIn('secrets');
afterAll(remove);

const secrets = {
  plain: 'hunter2hunter2',
  quoted: 'a"b\\c<d>$e\'f',
  ofOtherArm: 'other-arm-0123',
  spaced: 'correct horse battery',
  named: 'LICENCE-77-88-99',
  line1: 'MIIEvQIBADANBg',
  line2: 'kqhkiG9w0BAQEF',
};
const short = 'zq7';
const base64 = Buffer.from(`user:${secrets.plain}`).toString('base64');
const said = [
  ...Object.values(secrets),
  JSON.stringify(secrets.quoted),
  encodeURIComponent(secrets.quoted),
  encodeURIComponent(secrets.spaced),
  secrets.spaced.replaceAll(' ', '+'),
  `Authorization: Basic ${base64}`,
  `https://user:${secrets.plain}@h.test/x?private_token=qqwwee11`,
  `PIN_CODE=${short} SHORT_PASS=${short}`,
  `{"smtpPwd":"${short}"}`,
  `ssh://root:${short}pw@h.test`,
].join(' ');
const arms = `arms:
  only: { env: { DB_PASS: ${secrets.plain}, SENTRY_DSN: ${JSON.stringify(secrets.quoted)}, SHORT_PASS: ${short}, LICENCE: ${secrets.named}, TLS_KEY: ${JSON.stringify(`-----BEGIN KEY-----\n${secrets.line1}\n${secrets.line2}\n`)} } }
  other: { env: { SMTP_PWD: ${secrets.ofOtherArm}, AUTH_HEADER: ${secrets.spaced}, STORE_CREDENTIALS: service, ADMIN_TOKEN: healthy } }
secrets: [LICENCE]
`;
const forms = [
  ...Object.values(secrets),
  JSON.stringify(secrets.quoted).slice(1, -1),
  encodeURIComponent(secrets.quoted),
  encodeURIComponent(secrets.spaced),
  secrets.spaced.replaceAll(' ', '+'),
  base64,
  'qqwwee11',
  `=${short}`,
  `"${short}`,
  `: ${short}`,
  `:${short}pw`,
];

it('a secret stands in no file of a campaign and in nothing that is printed, and changes no verdict', async () => {
  const campaign = await simulated({
    rates: { only: 0.5, other: 0.5 },
    args: ['run', 'simulated.yml', '--trials', '3'],
    more: `question: ${JSON.stringify(`Is ${secrets.plain} said?`)}\n${arms}`,
    foreign: ` ${said}`,
    foreignIn: ['err', 'failure', 'lines', 'probes', 'reason', 'note', 'reflog'],
    place: 'said',
  });
  const files = readdirSync(campaign.folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(campaign.folder, name))
    .filter((path) => statSync(path).isFile());
  expect(files.length).toBeGreaterThan(20);
  const printed = await Promise.all(
    formats
      .filter(({ name }) => name !== 'html')
      .map(({ name }) => driftlab(campaign.folder, ['report', campaign.folder, '--format', name])),
  );
  const story = await driftlab(campaign.folder, ['explain', `${campaign.folder}/001`]);
  const texts = [
    ...files.map((path) => [path, readFileSync(path, 'utf8')] as const),
    ['printed', campaign.stdout] as const,
    ...[...printed, story].map(({ stdout }) => ['printed', stdout] as const),
  ];
  for (const [path, text] of texts)
    for (const form of forms) expect(text.includes(form), `${form} in ${path}`).toBe(false);
  expect(readFileSync(join(campaign.folder, 'trials', '001', 'console.log'), 'utf8')).toContain('***');

  const silent = await simulated({
    rates: { only: 0.5, other: 0.5 },
    args: ['run', 'simulated.yml', '--trials', '3'],
    more: arms,
    place: 'silent',
  });
  expect(campaign.summary.arms.map(({ name, outcomes }) => [name, outcomes])).toEqual(
    silent.summary.arms.map(({ name, outcomes }) => [name, outcomes]),
  );
  expect(JSON.stringify(campaign.summary.arms)).not.toContain('inconclusive":1');
});
