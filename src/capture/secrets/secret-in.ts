// What of a value is secret, once it is known where it begins and ends: not the scheme of a header, not the
// user before a password, and of a text in which something is put only what else there is.
import { isAddress, isHarmless, isPair, isPairName, lookMax } from './harmless-value.js';
import { schemeLength } from './header-scheme.js';
import type { Place } from './place.js';
import { formSpans } from './secret-forms.js';
import { plainSpan, type Span } from './span.js';
import { isAddressName, tellingOf } from './telling-name.js';

const inserted =
  /\$\{\w{1,200}(?::?[-=+?]([^}]{0,500}))?\}|\{\{[^]{0,500}?\}\}|%\([\w.]{1,200}\)s|\$\([^)]{0,500}\)/g;

/** The span, where it is a secret; of a value in which something is put, what else there is. */
export function secretIn(place: Place, span: Span): readonly Span[] {
  const { name } = place;
  const { value, start, end } = behindSchemes(span);
  if (place.telling === 'by-look' && value.length > lookMax) return [];
  const ofUser = isPairName(name) && isPair(value) ? value.indexOf(':') + 1 : 0;
  if (ofUser > 0 && end - start === value.length)
    return secretIn(
      { ...place, name: 'password', telling: 'sure' },
      plainSpan(start + ofUser, value.slice(ofUser)),
    );
  if (isHarmless(name, value) && !/\$\{\w+:?[-=+]/.test(value)) return [];
  if (isAddress(value) && isKnownWithin(name, value)) return [];
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(value)) return [];
  if (end - start !== value.length || !/\$\{|\{\{|%\(|\$\(/.test(value)) return [{ ...span, start, value }];
  const spans: Span[] = [];
  let from = 0;
  for (const { 0: whole, 1: other = '', index } of value.matchAll(inserted)) {
    spans.push(...literal(start + from, value.slice(from, index)));
    if (other !== '' && !isHarmless(name, other))
      spans.push(plainSpan(start + index + whole.length - 1 - other.length, other));
    from = index + whole.length;
  }
  return from === 0 ? [{ ...span, start, value }] : [...spans, ...literal(start + from, value.slice(from))];
}

/** What is left of the span behind the schemes of a header that it begins with. */
function behindSchemes({ value, start, end }: Span): Pick<Span, 'value' | 'start' | 'end'> {
  let by = 0;
  while (end - start === value.length) {
    const length = schemeLength(value, by);
    if (length === 0) break;
    by += length;
  }
  return { value: value.slice(by), start: start + by, end };
}

/** Whether what is secret of an address is found in it, or none of it is. */
export function isKnownWithin(name: string, value: string): boolean {
  if (isAddressName(name)) return true;
  if (value.length > lookMax) return false;
  if (formSpans(value).length > 0) return true;
  return [...value.matchAll(/[?&;]([\w.-]+)=/g)].some(([, own = '']) => tellingOf(own) !== null);
}

function literal(start: number, part: string): readonly Span[] {
  return /[A-Za-z\d]{3}/.test(part) ? [plainSpan(start, part)] : [];
}
