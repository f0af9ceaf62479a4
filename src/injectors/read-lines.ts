// A stream as lines.

/** Calls `onLine` for each line; resolves when the stream is over, however it ended. */
export function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
  let half = '';
  return new Promise((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      const lines = (half + chunk.toString()).split(/\r?\n/);
      half = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    });
    for (const event of ['end', 'close', 'error'])
      stream.on(event, () => {
        resolve();
      });
  });
}
