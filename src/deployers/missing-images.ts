// Whether the engine has what the services are to run. A private engine reaches no registry: an image that it
// has not can never start, which is no fault of the app's, and is the same in every trial.
import type { Step } from '../evidence/fact.js';
import { traitsOf } from '../scenario/image-kinds.js';
import type { ImageSource } from '../scenario/scenario.js';
import type { Engine } from '../trial/ports.js';
import { imagesWanted, type ServiceImage } from './compose-services.js';

export interface ImageQuestion {
  readonly engine: Engine;
  readonly step: Step;
  /** Texts of the compose files, in their order. */
  readonly files: readonly string[];
  /** Variables for the compose files. */
  readonly env: Readonly<Record<string, string>>;
  readonly images: readonly ImageSource[];
}

/**
 * A sentence for each image that is wanted and missing; null when there is none, or when the engine may still
 * get it from elsewhere.
 */
export async function missingImages({
  engine,
  step,
  files,
  env,
  images,
}: ImageQuestion): Promise<string | null> {
  if (engine.visit !== null) return null;
  const meant = new Set(
    images.flatMap((image) => (traitsOf(image).isNeverThere ? [wholeName(image.tag)] : [])),
  );
  const missing: ServiceImage[] = [];
  for (const wanted of imagesWanted(files, env)) {
    if (!meant.has(wholeName(wanted.image)) && (await isMissing(engine, wanted.image))) missing.push(wanted);
  }
  if (missing.length === 0) return null;
  const all = missing.map(
    ({ service, image }) =>
      `${image}, which service ${service} of the ${step === 'base' ? 'base' : 'head'} wants`,
  );
  return `the scenario's images do not provide ${all.join('; nor ')}`;
}

/**
 * Only an engine that says so lacks an image: one that cannot answer, or does not understand the name, is
 * left to the deploy.
 */
async function isMissing({ nodes }: Engine, image: string): Promise<boolean> {
  for (const { docker } of nodes) {
    try {
      await docker.getImage(image).inspect();
    } catch (error) {
      if ((error as { readonly statusCode?: unknown }).statusCode === 404) return true;
    }
  }
  return false;
}

/** With its tag, and without what docker puts before the names of its own registry. */
export function wholeName(image: string): string {
  const name = image.replace(/^docker\.io\//, '').replace(/^library\//, '');
  return /[:@][^/]*$/.test(name) ? name : `${name}:latest`;
}
