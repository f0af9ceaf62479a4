// The few lines that the ballast writes about itself.

/** What the ballast said: it holds all it was asked for; it holds less, and why; it has let go of its own accord. */
export type Said =
  | { readonly word: 'full' }
  | { readonly word: 'short'; readonly bytes: number; readonly reason: string }
  | { readonly word: 'freed' };

/** Calls `onSaid` for each line; resolves when the stream is over, however it ended. */
export function readOutput(stream: NodeJS.ReadableStream, onSaid: (said: Said) => void): Promise<void> {
  let half = '';
  return new Promise((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      const lines = (half + chunk.toString()).split(/\r?\n/);
      half = lines.pop() ?? '';
      for (const line of lines) {
        const said = saidIn(line);
        if (said !== null) onSaid(said);
      }
    });
    for (const event of ['end', 'close', 'error']) stream.on(event, () => { resolve(); });
  });
}

/** Null for a line that is none of the ballast's. */
export function saidIn(line: string): Said | null {
  const [word, bytes, ...reason] = line.split(' ');
  if (word === 'full' || word === 'freed') return { word };
  return word === 'short' ? { word, bytes: Number(bytes), reason: reason.join(' ') } : null;
}
