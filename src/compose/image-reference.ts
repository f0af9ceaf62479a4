// Names of images as docker reads them. Source: distribution/reference (grammar, ParseAnyReference).

const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const host = String.raw`(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(?::\d+)?`;
const tag = String.raw`(?::\w[\w.-]{0,127})?`;
const digest = String.raw`(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?`;
const reference = new RegExp(`^(?:(${host})/)?(${component}(?:/${component})*)${tag}${digest}$`);
const longest = 1024;

export function isImageReference(written: string): boolean {
  if (/^[0-9a-f]{64}$/.test(written)) return true;
  return written.length <= longest && reference.test(written);
}

export function imageHint(written: string): string | null {
  if (/\s/.test(written)) return 'there is white space in it';
  if (/^[:@]|:(?:@|$)|\/{2}|\/(?::|$)/.test(written)) return 'is a variable in it given by nobody?';
  if (/[A-Z]/.test(written.replace(/@.*$|:[^/]*$/, '')))
    return 'names of images are written in small letters; only tags may have capitals';
  return 'an image is written as name:tag, with the host of its registry before it where it has one';
}
