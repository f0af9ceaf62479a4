// Secrets that programs take as options of one letter, or as the words of a command, which no name tells.
import { isHarmless } from './harmless-value.js';
import { plainSpan, type Span } from './span.js';

const word = String.raw`(?:"([^"]*)"|'([^']*)'|((?:[^\s;&|()<>"'\x60\\]|\\.)+))`;
const reach = String.raw`(?:[^\n;&|]{0,400}?\s)`;
/** The last word of each is the secret; of some it is `user:secret`. */
const forms: readonly RegExp[] = [
  String.raw`\bredis-cli\b${reach}-a\s+${word}`,
  String.raw`\b(?:mysql|mysqladmin|mysqldump|mysqlcheck|mariadb|mariadb-admin|mariadb-dump|mysqlshow)\b${reach}-p${word}`,
  String.raw`\b(?:mongo|mongosh|mongodump|mongorestore|sshpass|docker login|sqlplus|cqlsh)\b${reach}-p\s*${word}`,
  String.raw`\bldap(?:search|modify|add|whoami|passwd)\b${reach}-w\s*${word}`,
  String.raw`\b(?:sqlcmd|osql|bcp)\b${reach}-P\s*${word}`,
  String.raw`\brabbitmqctl\s+(?:add_user|change_password|authenticate_user)\s+\S+\s+${word}`,
  String.raw`\bhtpasswd\s+-(?=\w*b)\w+\s+(?:-\w+\s+)*\S+\s+\S+\s+${word}`,
  String.raw`\bmc\s+(?:alias\s+set|config\s+host\s+add)\s+\S+\s+\S+\s+\S+\s+${word}`,
].map((form) => new RegExp(form, 'g'));
const userAndSecret: readonly RegExp[] = [
  String.raw`\b(?:curl|http|wget)\b${reach}(?:-u|--user|-U|--proxy-user|-a)\s*(?:=\s*)?${word}`,
  String.raw`\bstats\s+auth\s+${word}`,
  String.raw`\bsmbclient\b${reach}-U\s*${word}`,
].map((form) => new RegExp(form, 'g'));
const openssl = /\b(?:-passin|-passout|-pass|-k)\s+pass:([^\s"']+)/g;

/** Also where the command stands in a file, as in a script. */
export function commandSpans(text: string): readonly Span[] {
  return [
    ...forms.flatMap((form) => found(text, form, (value) => value)),
    ...userAndSecret.flatMap((form) => found(text, form, (value) => value.slice(value.search(/[:%]|$/) + 1))),
    ...found(text, openssl, (value) => value),
  ];
}

function found(text: string, form: RegExp, own: (value: string) => string): readonly Span[] {
  return [...text.matchAll(form)].flatMap(({ 0: whole, 1: one, 2: two, 3: three, index }) => {
    const value = own(one ?? two ?? three ?? '');
    if (value === '' || isHarmless('password', value)) return [];
    return [plainSpan(index + whole.lastIndexOf(value), value)];
  });
}
