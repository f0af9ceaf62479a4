// What a script of the project's is asked for: its help where it is asked for that, a sentence and exit code
// 64 for what it does not take. Plain Node: some scripts run before any build.
import { parseArgs } from 'node:util';

/**
 * What `asked` (of the command line, unless it is given) says. `usage` is what `--help` prints. Of options
 * with a value, `counts` have whole ones from 1, `numbers` from 0, each with its default or null for none, and
 * `texts` any; `flags` have none. `names`: what else the script takes, null where it takes nothing else; left out, where it is any
 * word. Ends the process itself.
 */
export function argumentsOf({ usage, counts = {}, numbers = {}, texts = [], flags = [], names }, asked) {
  const { values, positionals } = parsed(
    { usage, numbers: { ...counts, ...numbers }, texts, flags, names },
    asked,
  );
  if (values.help) end(0, usage);
  for (const name of Object.keys({ ...counts, ...numbers })) {
    const isMeant = name in counts ? /^[1-9]\d{0,8}$/ : /^\d{1,9}$/;
    if (values[name] !== undefined && !isMeant.test(values[name]))
      refuse(`--${name} takes a whole number from ${name in counts ? 1 : 0}, not "${values[name]}"`, usage);
  }
  const unknown = names?.length > 0 ? positionals.filter((word) => !names.includes(word)) : [];
  if (unknown.length > 0) refuse(`there is no ${unknown.join(', ')}; there are ${names.join(', ')}`, usage);
  return { values, names: positionals };
}

/** Ends the process as bad arguments do. */
export function refuse(why, usage) {
  end(64, `${why}\n\n${usage}`);
}

function parsed({ usage, numbers, texts, flags, names }, args) {
  const withDefault = ([name, value]) => [
    name,
    { type: 'string', ...(value === null ? {} : { default: value }) },
  ];
  const options = Object.fromEntries([
    ...Object.entries(numbers).map(withDefault),
    ...texts.map((name) => [name, { type: 'string' }]),
    ...flags.map((name) => [name, { type: 'boolean', default: false }]),
    ['help', { type: 'boolean', short: 'h', default: false }],
  ]);
  try {
    return parseArgs({ options, allowPositionals: names !== null, ...(args === undefined ? {} : { args }) });
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
    return refuse(sentenceOf(error.message), usage);
  }
}

/** Node's own words, without its advice on how a word that begins with a dash is written. */
function sentenceOf(message) {
  const [first] = message.split(/\. |\n/);
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}

function end(code, text) {
  process[code === 0 ? 'stdout' : 'stderr'].write(`${text}\n`);
  process.exit(code);
}
