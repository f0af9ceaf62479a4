// The shape of `recipe`: where it comes from, and which two versions of it are deployed.
import type * as z from 'zod';
import { path, text, word } from './leaf.js';
import { keys, list, noted } from './map-shape.js';
import { secretInUrl } from './secret-in-url.js';
import { described, namesOf, type Word } from './vocabulary.js';

const ref = (like: string): z.ZodType<string, string> =>
  text({ what: 'a git ref: one word that does not begin with "-"', like }, /^[^\s-]\S*$/);

export function recipeShape(clones: readonly Word[]) {
  return keys('the recipe', {
    name: noted(
      text(
        { what: 'the name of a recipe in small letters, digits and "-"', like: 'discourse' },
        /^[a-z0-9][a-z0-9-]*$/,
      ),
      "Name of the recipe; the stack's name begins with its first four letters.",
    ),
    mirror: noted(repository(), "Repository that is cloned; it may lack some of the upstream's tags."),
    upstream: noted(repository(), 'Repository from which tags are fetched.', {
      default: 'the mirror',
    }),
    folder: noted(
      path('../shop'),
      'Folder with a base.yml and a head.yml, in place of repositories: the two versions of its ' +
        'compose.yml. Everything else in it belongs to both.',
    ),
    files: noted(
      list(composeFile(), { what: 'a list of compose files', like: '[compose.yml, compose.smtp.yml]' }),
      'Compose files of the recipe in their order, as docker takes them after -c; in place of COMPOSE_FILE.',
      { default: 'those of COMPOSE_FILE, else the one that goes by a usual name' },
    ),
    fixture: noted(
      path('fixtures/heavyweb'),
      'Folder with a history.yml from which the repositories are made; instead of mirror and upstream.',
    ),
    base: noted(
      ref('0.7.0+3.3.1'),
      'What is deployed first: a version tag of the upstream, else a branch or commit of the mirror.',
    ),
    head: noted(ref('7ae7b0f76efb'), 'Ref under test: a commit, tag or branch.'),
    then: noted(
      list(ref('0.9.1+3.5.1'), { what: 'a list of refs', like: '[0.9.0+3.5.0, 0.9.1+3.5.1]' }),
      'Further refs, deployed after the head one after the other, each over what the one before left. The last ' +
        'is the one under test.',
      { default: [] },
    ),
    pr: noted(
      text({ what: 'the number of a pull request', like: '12' }, /^\d{1,10}$/),
      "Number of the pull request, part of the stack's name.",
      { default: '0' },
    ),
    clone: noted(
      word(namesOf(clones), 'a clone kind', 'the clone kinds'),
      described("How the recipe's tree comes about.", clones),
      { default: clones[0]?.name },
    ),
  });
}

/** In a list of them a colon ends the name. */
function composeFile() {
  return text(
    { what: "the path of a compose file in the recipe's tree, without a colon", like: 'compose.smtp.yml' },
    /^[^\s:/-](?:[^:\r\n]*[^\s:])?$/,
  );
}

/** A scenario is kept with its results, so it may hold no password. */
function repository() {
  return text(
    {
      what: 'a repository: a path or URL that does not begin with "-"',
      like: 'https://git.example.org/recipes/discourse.git',
    },
    /^[^\s-](?:[^\r\n]*\S)?$/,
  )
    .refine((url) => !secretInUrl(url), {
      error:
        'the URL holds a password or token, which would end up in the results\nleave it out and let ' +
        'a credential helper of git give it',
    })
    .meta({ type: 'string' });
}
