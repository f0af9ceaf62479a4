// The `image.json` beside a build script: how containers of the image start. Read into Dockerfile
// instructions, which is what `docker import` takes.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { LabError, messageOf } from '../../base/lab-error.js';

const duration = z.string().regex(/^(\d+(ms|s|m|h))+$/, 'expected a duration such as 500ms or 2s');

const imageJson = z.strictObject({
  /** Program and arguments. */
  cmd: z.array(z.string()).min(1),
  env: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string()).default({}),
  workdir: z.string().startsWith('/').optional(),
  /** Signal that asks the container to end. */
  stopSignal: z
    .string()
    .regex(/^(SIG)?[A-Z0-9]+$/)
    .optional(),
  healthcheck: z
    .strictObject({
      /** Program and arguments. */
      cmd: z.array(z.string()).min(1),
      interval: duration.optional(),
      timeout: duration.optional(),
      startPeriod: duration.optional(),
      retries: z.int().min(1).optional(),
    })
    .optional(),
});

type ImageJson = z.infer<typeof imageJson>;

/** The instructions that the file stands for; throws an `image` LabError with every problem. */
export async function readImageJson(path: string): Promise<readonly string[]> {
  return instructions(parse(path, await readText(path)));
}

function instructions({ cmd, env, workdir, stopSignal, healthcheck }: ImageJson): readonly string[] {
  return [
    `CMD ${JSON.stringify(cmd)}`,
    ...Object.entries(env).map(([name, value]) => `ENV ${name}=${quoted(value)}`),
    ...(workdir === undefined ? [] : [`WORKDIR ${workdir}`]),
    ...(stopSignal === undefined ? [] : [`STOPSIGNAL ${stopSignal}`]),
    ...(healthcheck === undefined ? [] : [healthInstruction(healthcheck)]),
  ];
}

function healthInstruction(check: NonNullable<ImageJson['healthcheck']>): string {
  const flags = [
    check.interval === undefined ? '' : `--interval=${check.interval} `,
    check.timeout === undefined ? '' : `--timeout=${check.timeout} `,
    check.startPeriod === undefined ? '' : `--start-period=${check.startPeriod} `,
    check.retries === undefined ? '' : `--retries=${String(check.retries)} `,
  ];
  return `HEALTHCHECK ${flags.join('')}CMD ${JSON.stringify(check.cmd)}`;
}

/** Inside double quotes a Dockerfile still reads backslash, quote and dollar. */
function quoted(value: string): string {
  return `"${value.replace(/[\\"$]/g, '\\$&')}"`;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new LabError('image', `cannot read ${path}: ${messageOf(error)}`, {
      hint: 'Write at least {"cmd": ["/program"]} there.',
      cause: error,
    });
  }
}

function parse(path: string, text: string): ImageJson {
  const json = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new LabError('image', `${path} is no JSON: ${messageOf(error)}`, { cause: error });
    }
  })();
  const result = imageJson.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`,
  );
  throw new LabError('image', `${path}: ${problems.join('; ')}`);
}
