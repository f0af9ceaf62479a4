// A line of dockerd's log: a row of key=value, in which a value of more than one word stands in quotes
// (logrus' text format).

const field = /([\w.-]+)=(?:"([^"\\]*(?:\\.[^"\\]*)*)"|(\S*))\s?/y;

/**
 * Its fields, without the quotes but with what is escaped in them left so; up to where a line is not of that
 * form.
 */
export function logFieldsOf(line: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  field.lastIndex = 0;
  for (let match = field.exec(line); match !== null; match = field.exec(line)) {
    fields.set(match[1] ?? '', match[2] ?? match[3] ?? '');
  }
  return fields;
}
