// What driftlab takes for granted of an abra, item by item, held against what was seen of one. What a
// deploy that failed earlier leaves open is open, and blames no other item.
import type { SeenAbra, SeenDeploy, SeenService } from './seen.js';

export interface ConformanceItem {
  readonly name: string;
  /** What is taken for granted, a sentence. */
  readonly claim: string;
  readonly state: 'passed' | 'failed' | 'open';
  /** What was seen, a sentence. */
  readonly seen: string;
}

/** Raise it when the same abra may come out otherwise: what is on record of it is then asked anew. */
export const conformanceRevision = 2;

const treeLabel = 'driftlab.meeting.tree';
const overlayLabel = 'driftlab.meeting.overlay';
/** Names in a sentence. */
const shown = 3;
const nothingShown = 'nothing was deployed that could show it';

type Answer = Pick<ConformanceItem, 'state' | 'seen'>;

interface Question {
  readonly claim: string;
  readonly answer: (abra: SeenAbra) => Answer;
}

const passed = (seen: string): Answer => ({ state: 'passed', seen });
const failed = (seen: string): Answer => ({ state: 'failed', seen });
const open = (seen: string): Answer => ({ state: 'open', seen });

const questions: Readonly<Record<string, Question>> = {
  'own-folder': {
    claim: 'what it writes goes to the ABRA_DIR that it is given, and nothing to ~/.abra',
    answer: ({ touched }) =>
      touched.length === 0
        ? passed('nothing changed in ~/.abra, neither in yours nor in that of its HOME')
        : failed(`while it ran ${some(touched)} came, went or changed`),
  },
  engine: {
    claim: 'the engine that it is given is the one that it deploys to',
    answer: ({ deploys: { chaos } }) => {
      if (chaos.put.length > 0) return passed(`put ${namesOf(chaos.put)} there`);
      if (!chaos.asked) return failed(`never asked the engine that it was given; ${endOf(chaos)}`);
      return chaos.exitCode === 0
        ? failed('asked the engine that it was given, ended with exit code 0, and put nothing there')
        : open(`the deploy failed before: ${endOf(chaos)}`);
    },
  },
  deploys: {
    claim: 'a chaos deploy puts the app on the engine',
    answer: ({ deploys: { chaos } }) => {
      if (chaos.put.length > 0) return passed('put it there');
      const refused = chaos.asked && chaos.exitCode !== 0;
      return refused ? failed(`put nothing: ${endOf(chaos)}`) : open('nothing came of it; see engine');
    },
  },
  'stack-name': {
    claim: 'STACK_NAME in the file of the app names the stack',
    answer: ({ deploys: { chaos }, stacks }) =>
      ofThePut(chaos, (put) => {
        const others = put.filter(({ stack, name }) => (stack ?? name) !== stacks.chaos);
        return others.length === 0
          ? passed(`the stack is ${stacks.chaos}, as the file says`)
          : failed(
              `the file says ${stacks.chaos}, yet it deployed ` +
                some(
                  others.map(({ name, stack }) => (stack === null ? name : `${name} of the stack ${stack}`)),
                ),
            );
      }),
  },
  'compose-file': {
    claim: 'COMPOSE_FILE in the file of the app names the compose files, overlays among them',
    answer: ({ deploys: { chaos, overlay } }) => {
      if (overlay.put.length === 0)
        return chaos.put.length === 0
          ? open(nothingShown)
          : failed(`an app with an overlay was not deployed: ${endOf(overlay)}`);
      return valuesOf(overlay.put, overlayLabel).length > 0
        ? passed('the overlay that COMPOSE_FILE names is deployed')
        : failed('the overlay that COMPOSE_FILE names is not in what it deployed');
    },
  },
  'chaos-line': {
    claim: 'a chaos deploy says the stamp that it takes, 8 digits of the commit and +U for a dirty tree',
    answer: ({ deploys: { chaos, overlay, secret } }) => {
      const said = [chaos, overlay, secret];
      const silent = said.filter(({ stamp }) => stamp === null).length;
      if (silent > 0)
        return failed(
          `in ${String(silent)} of 3 chaos deploys it never said "taking chaos version:"; ${endOf(
            said.find(({ stamp }) => stamp === null) ?? chaos,
          )}`,
        );
      const odd = said.find(({ stamp }) => !isStamp(stamp));
      if (odd !== undefined) return failed(`said ${odd.stamp ?? ''} where git says ${odd.intended}`);
      const other = said.find(({ stamp, intended }) => stamp !== intended);
      return passed(
        other === undefined
          ? `said ${chaos.intended}, and ${overlay.intended} of a dirty tree, as git does`
          : `said ${other.stamp ?? ''} where git says ${other.intended}: trials tell such stamps, and how often`,
      );
    },
  },
  label: {
    claim: 'the stamp stands in the label coop-cloud.STACK.chaos-version of the service app',
    answer: ({ deploys: { chaos, overlay } }) => {
      const answers = [chaos, overlay].filter(({ put }) => put.length > 0).map(labelOf);
      return answers.find(({ state }) => state === 'failed') ?? answers[0] ?? open(nothingShown);
    },
  },
  'version-tag': {
    claim: 'a deploy by version checks the tag of the version out and puts what is there',
    answer: ({ deploys: { byVersion, chaos }, baseStamp }) => {
      if (byVersion.put.length === 0)
        return chaos.put.length === 0
          ? open('nothing of it arrived; see engine')
          : failed(`put nothing there: ${endOf(byVersion)}`);
      const trees = valuesOf(byVersion.put, treeLabel);
      if (!trees.includes('base')) return failed(`put the tree of another commit (${trees.join(', ')})`);
      return byVersion.treeAfter === baseStamp
        ? passed(`put what the tag holds, and the tree stands at ${baseStamp}`)
        : failed(
            `put what the tag holds, but the tree stands at ${byVersion.treeAfter}, not at ${baseStamp}`,
          );
    },
  },
  'exit-codes': {
    claim: 'its exit code is 0 where it deployed, and another where it did not',
    answer: ({ deploys }) => {
      const { chaos, overlay, byVersion, secret } = deploys;
      const wrong = [chaos, overlay, byVersion].find(({ put, exitCode }) => put.length > 0 && exitCode !== 0);
      if (wrong !== undefined) return failed(`put ${namesOf(wrong.put)}, and ${endOf(wrong)}`);
      if (secret.exitCode === 0)
        return failed(
          'ended with 0 where a secret of the app was never made, and ' +
            (secret.put.length === 0 ? 'put nothing' : `put ${namesOf(secret.put)}`),
        );
      if (secret.put.length > 0)
        return failed(`put ${namesOf(secret.put)} of an app without its secret, and ${endOf(secret)}`);
      return chaos.put.length === 0
        ? open('nothing was deployed that could have ended with 0')
        : passed(`0 where it deployed, ${String(secret.exitCode)} where a secret was missing`);
    },
  },
};

/** All items, always in the same order. */
export function conformanceItems(abra: SeenAbra): readonly ConformanceItem[] {
  return Object.entries(questions).map(([name, { claim, answer }]) => ({ name, claim, ...answer(abra) }));
}

function isStamp(stamp: string | null): stamp is string {
  return stamp !== null && /^[0-9a-f]{8}(\+U)?$/.test(stamp);
}

function ofThePut(deploy: SeenDeploy, answer: (put: readonly SeenService[]) => Answer): Answer {
  return deploy.put.length === 0 ? open(nothingShown) : answer(deploy.put);
}

/** Under the name that the stack has, which may be another than it was to have. */
function labelOf({ stamp, intended, put }: SeenDeploy): Answer {
  const app = put.find(({ name }) => name.endsWith('_app')) ?? put[0];
  const label = `coop-cloud.${app?.stack ?? ''}.chaos-version`;
  const value = app?.labels[label];
  if (value === undefined) return failed(`${app?.name ?? ''} has no label ${label}`);
  const meant = isStamp(stamp) ? stamp : intended;
  return value === meant
    ? passed(`${label} is ${value}`)
    : failed(`${label} is ${value} where ${isStamp(stamp) ? 'it said' : 'git says'} ${meant}`);
}

function valuesOf(put: readonly SeenService[], label: string): readonly string[] {
  return put.flatMap(({ labels }) => labels[label] ?? []);
}

function namesOf(put: readonly SeenService[]): string {
  return some(put.map(({ name }) => name));
}

function endOf({ exitCode, words }: SeenDeploy): string {
  return `it ended with exit code ${String(exitCode)}${words === null ? ' and said nothing' : `: ${words}`}`;
}

function some(names: readonly string[]): string {
  const more = names.length - shown;
  return `${names.slice(0, shown).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}
