// `$NAME` and `${NAME…}` in a text, put in as `docker stack deploy` does, which is not as a shell or `docker
// compose` does it: defaults do not nest, `${NAME:+…}` is refused, and `${NAME:?a-b}` is read as a default.
// Source: docker/cli, cli/compose/template.

export type Env = Readonly<Record<string, string>>;

export interface Interpolated {
  readonly text: string;
  /** Variables that were asked for without a default and are not there; docker puts nothing in. */
  readonly unset: readonly string[];
  /** Why docker refuses the text; null where it does not. */
  readonly refusal: Refusal | null;
  /** True where a default itself holds a variable, which docker leaves as it is written. */
  readonly nested: boolean;
}

export type Refusal =
  { readonly why: 'form' } | { readonly why: 'required'; readonly name: string; readonly says: string };

const name = '[_a-z][_a-z0-9]*(?::?[-?][^}]*)?';
const variable = new RegExp(String.raw`\$(?:(\$)|(${name})|\{(${name})\}|)`, 'gi');
/**
 * After the last brace none can be closed any more, and looking for its end at each would take ever longer.
 */
const unbraced = new RegExp(String.raw`\$(?:(\$)|(${name})|)`, 'gi');

export function interpolate(text: string, env: Env): Interpolated {
  if (!text.includes('$')) return { text, unset: [], refusal: null, nested: false };
  const unset: string[] = [];
  let refusal: Refusal | null = null;
  let nested = false;
  const put = (_: string, escaped?: string, named?: string, braced?: string | number): string => {
    if (escaped !== undefined) return '$';
    const asked = named ?? (typeof braced === 'string' ? braced : undefined);
    if (asked === undefined) {
      refusal = { why: 'form' };
      return '';
    }
    nested ||= asked.includes('$');
    const found = valueOf(asked, env);
    // As docker has it, a later variable that is fine makes an earlier refusal forgotten.
    refusal = found.refusal;
    if (found.unset) unset.push(asked);
    return found.value;
  };
  const end = text.lastIndexOf('}') + 1;
  const whole = text.slice(0, end).replace(variable, put) + text.slice(end).replace(unbraced, put);
  return { text: whole, unset, refusal, nested };
}

interface Found {
  readonly value: string;
  readonly unset: boolean;
  readonly refusal: Refusal | null;
}

/** The first of these separators that occurs anywhere decides, in this order. */
function valueOf(asked: string, env: Env): Found {
  const separator = [':-', '-', ':?', '?'].find((one) => asked.includes(one));
  if (separator === undefined) {
    const value = lookUp(env, asked);
    return { value: value ?? '', unset: value === null, refusal: null };
  }
  const at = asked.indexOf(separator);
  const [key, word] = [asked.slice(0, at), asked.slice(at + separator.length)];
  const value = lookUp(env, key);
  const missing = value === null || (separator.startsWith(':') && value === '');
  if (!missing) return { value, unset: false, refusal: null };
  if (separator.endsWith('-')) return { value: word, unset: false, refusal: null };
  return { value: '', unset: false, refusal: { why: 'required', name: key, says: word } };
}

function lookUp(env: Env, key: string): string | null {
  return Object.hasOwn(env, key) ? (env[key] ?? null) : null;
}
