// Secrets of a YAML or JSON document that its lines do not show: under a telling name a list or a map of
// them, a text over several lines. Where the text is no such document, nothing is found.
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { isAddress, isHarmless, isPair, isPairName, looksSecret } from './harmless-value.js';
import { schemeLength } from './header-scheme.js';
import { isTooDeep } from './nesting.js';
import { isPasswordName, tellingOf } from './telling-name.js';
import { isKnownWithin } from './secret-in.js';
import { blockSpan, escapedSpan, plainSpan, type Span } from './span.js';

/** Of a map or list all values are secret ones where its own name says so. */
interface Under {
  readonly name: string;
  readonly isSure: boolean;
}

export function yamlSpans(text: string): readonly Span[] {
  if (!/^[ \t]*(?:[{["'-]|[\w.$/-]+[ \t]*:)/m.test(text) || isTooDeep(text)) return [];
  const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return [];
  return documents.flatMap(({ contents }) =>
    isMap(contents) || isSeq(contents) ? spansOf(text, contents, null) : [],
  );
}

function spansOf(text: string, node: unknown, under: Under | null): readonly Span[] {
  if (isAlias(node)) return [];
  if (isScalar(node)) return under === null ? [] : scalarSpan(text, node, under);
  if (isSeq(node)) return node.items.flatMap((item) => spansOf(text, item, under));
  if (!isMap(node)) return [];
  const named = ofNamed(text, node);
  if (named !== null) return named;
  return node.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : '';
    const own = tellingOf(name);
    const isBelow = isMap(value) || isSeq(value);
    if (isBelow) {
      const isAll =
        (own === 'sure' && /s$/i.test(name) && (isPasswordName(name) || isSeq(value))) ||
        /^secure/i.test(name);
      return spansOf(text, value, own === 'sure' ? { name, isSure: isAll } : own === null ? under : null);
    }
    if (own !== null) return spansOf(text, value, { name, isSure: own === 'sure' });
    return spansOf(text, value, under);
  });
}

/** `{ value: x, name: PASSWORD }`, in either order; null of any other map. */
function ofNamed(text: string, node: YAMLMap): readonly Span[] | null {
  const at = (...keys: readonly string[]): Scalar | null => {
    const found = node.items.find(({ key }) => isScalar(key) && keys.includes(String(key.value)));
    return isScalar(found?.value) ? found.value : null;
  };
  const [name, value] = [at('name', 'key', 'field'), at('value', 'val', 'content')];
  if (name === null || value === null || node.items.length > 2) return null;
  const telling = tellingOf(String(name.value));
  if (telling === null) return null;
  return scalarSpan(text, value, { name: String(name.value), isSure: telling === 'sure' });
}

function scalarSpan(text: string, node: Scalar, { name, isSure }: Under): readonly Span[] {
  const { range, type, value, tag } = node as Scalar & Pick<Node, 'range'>;
  if (range == null || value === null || typeof value === 'boolean' || /^!\w/.test(tag ?? '')) return [];
  const [start, end] = range;
  const raw = text.slice(start, end);
  const said = (typeof value === 'string' ? value : raw).trim();
  if (isHarmless(name, said) || (!isSure && !looksSecret(said))) return [];
  if ((isAddress(said) && isKnownWithin(name, said)) || /-----BEGIN [A-Z ]*PRIVATE KEY/.test(said)) return [];
  if (/\$\{|\{\{/.test(said) || (isPairName(name) && isPair(said))) return [];
  switch (type) {
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED': {
      const head = raw.indexOf('\n') + 1;
      return [blockSpan(start + head, raw.slice(head).trimEnd())];
    }
    case 'QUOTE_DOUBLE':
      return [behindScheme(escapedSpan, start + 1, raw.slice(1, -1))];
    case 'QUOTE_SINGLE':
      return [behindScheme(plainSpan, start + 1, raw.slice(1, -1))];
    default:
      return [behindScheme(plainSpan, start, raw)];
  }
}

/** Of a header, what stands behind its scheme. */
function behindScheme(spanOf: typeof plainSpan, start: number, raw: string): Span {
  const by = schemeLength(raw);
  return spanOf(start + by, raw.slice(by));
}
