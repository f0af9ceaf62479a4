// Text that stays as it is when docker puts variables into a compose file: every dollar is doubled.

export function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** The same for every text within. */
export function escapedAll(value: unknown): unknown {
  if (typeof value === 'string') return escaped(value);
  if (Array.isArray(value)) return value.map(escapedAll);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapedAll(item)]));
}
