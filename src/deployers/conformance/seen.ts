// What was seen of an abra in its first meeting: of each deploy what it said, what it ended as, and what it
// put on the engine that it was given.

/** A service that a deploy made or changed. */
export interface SeenService {
  readonly name: string;
  /** The stack that it says it is of; null where it says none. */
  readonly stack: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

export interface SeenDeploy {
  /** 124 where it had not ended in time. */
  readonly exitCode: number;
  /** The stamp that it says it took. */
  readonly stamp: string | null;
  /** The stamp that git says it must take. */
  readonly intended: string;
  /** The end of what it said, without debug lines; null where it said nothing. */
  readonly words: string | null;
  /** Whether the engine was asked anything while it ran. */
  readonly asked: boolean;
  readonly put: readonly SeenService[];
  /** The stamp of the tree as it stood afterwards. */
  readonly treeAfter: string;
}

/** The deploys of a meeting, in their order. */
type MeetingDeploy = 'byVersion' | 'chaos' | 'overlay' | 'secret';

export interface SeenAbra {
  /** The name of the stack that the apps' files give. */
  readonly stacks: Readonly<Record<MeetingDeploy, string>>;
  readonly deploys: Readonly<Record<MeetingDeploy, SeenDeploy>>;
  /** The stamp of the version's tag. */
  readonly baseStamp: string;
  /** Paths in the user's own folders of abra, or of the HOME that it was given, that changed meanwhile. */
  readonly touched: readonly string[];
}
