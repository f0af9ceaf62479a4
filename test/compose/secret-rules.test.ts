import { describe, expect, it } from 'vitest';
import { rulesOfSecrets, secretRules } from '../../src/compose/secret-rules.js';

describe('the rules by which secrets are made', () => {
  it('stand behind the version of each', () => {
    const rules = secretRules(
      'DOMAIN=x.example.com # length=9\nSECRET_DB_VERSION=v1 # length=12 charset=hex,special\n' +
        'SECRET_SMTP_VERSION=v2 # generate=false\r\nSECRET_KEY_VERSION=v1\n',
    );
    expect([...rules]).toEqual([
      ['SECRET_DB_VERSION', { length: 12, charset: ['hex', 'special'], generated: true }],
      ['SECRET_SMTP_VERSION', { length: null, charset: ['default'], generated: false }],
      ['SECRET_KEY_VERSION', { length: null, charset: ['default'], generated: true }],
    ]);
  });

  it('say nothing where a version is commented out, or a length is none', () => {
    const rules = secretRules(
      '# SECRET_OLD_VERSION=v1 # length=8\nSECRET_A_VERSION=v1 # length=many\nSECRET_B_VERSION=v1 # length=0',
    );
    expect([...rules.keys()]).toEqual(['SECRET_A_VERSION', 'SECRET_B_VERSION']);
    expect([...rules.values()].map(({ length }) => length)).toEqual([null, null]);
  });

  it('belong to the secret whose name is made of that version, whatever the secret is called', () => {
    const text =
      'services: {}\nsecrets: { password: { external: true, name: "${STACK_NAME}_x_${SECRET_DB_VERSION}" }, ' +
      'db: { external: true, name: "${STACK_NAME}_y_${SECRET_DB_TWO_VERSION}" }, plain: { external: true } }';
    const sample = 'SECRET_DB_VERSION=v1 # length=12\nSECRET_DB_TWO_VERSION=v1 # length=14\n';
    const rules = rulesOfSecrets([{ file: 'compose.yml', text }], { STACK_NAME: 's' }, sample);
    expect([...rules].map(([name, { length }]) => [name, length])).toEqual([
      ['password', 12],
      ['db', 14],
    ]);
  });
});
