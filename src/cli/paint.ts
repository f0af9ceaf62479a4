// Colours for the report's meanings; none where colour is not welcome.
import picocolors from 'picocolors';
import { plainPaint, type Paint } from '../report/index.js';
import type { Terminal } from './terminal.js';

export function paintOf(terminal: Terminal): Paint {
  if (!terminal.colour) return plainPaint;
  const { bold, dim, green, red, yellow } = picocolors.createColors(true);
  return { strong: bold, faint: dim, good: green, bad: red, unsure: yellow };
}
