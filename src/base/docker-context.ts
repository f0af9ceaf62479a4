// A folder of docker's own settings in which one engine is the current context: for programs that ask those
// and not DOCKER_HOST.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The context's name. */
export const contextName = 'driftlab';

/** Makes it in `scratchDir`, for the engine at `host`; its path. */
export async function dockerConfig(scratchDir: string, host: string): Promise<string> {
  const config = join(scratchDir, 'docker-config');
  const folder = join(config, 'contexts', 'meta', createHash('sha256').update(contextName).digest('hex'));
  await mkdir(folder, { recursive: true });
  const meta = {
    Name: contextName,
    Metadata: { Description: 'the engine under test' },
    Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
  };
  await writeFile(join(folder, 'meta.json'), JSON.stringify(meta));
  await writeFile(join(config, 'config.json'), JSON.stringify({ currentContext: contextName }));
  return config;
}
