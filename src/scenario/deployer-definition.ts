// What a deployer says of itself beside what every member does: how it is written, how long it may take, and
// what is known of the stamp that it takes.
import { member, type Definition, type Member } from './definition.js';
import { nameAlone } from './name-alone.js';

export interface Deploys {
  /** Milliseconds that one deploy has where the scenario does not say. */
  readonly timeoutMs: number;
  /** True where the scenario tells how it stamps; any other stamps as abra does. */
  readonly stampIsTold?: true;
  /** True where it deploys the recipe's compose files, so that what it will make is known from them. */
  readonly readsCompose?: true;
  /** True where it says which stamp it takes before it deploys: a stamp probe ends there. */
  readonly saysStamp?: true;
}

export interface DeployerDefinition<Options> extends Definition<Options>, Deploys {}

/** A deployer as its family's list has it. */
export interface DeployerMember extends Member, Deploys {}

export function deployerMember<Options>(definition: DeployerDefinition<Options>): DeployerMember {
  const { timeoutMs, stampIsTold, readsCompose, saysStamp } = definition;
  return {
    ...member(definition),
    timeoutMs,
    ...(stampIsTold === undefined ? {} : { stampIsTold }),
    ...(readsCompose === undefined ? {} : { readsCompose }),
    ...(saysStamp === undefined ? {} : { saysStamp }),
  };
}

/** The deployers that are written by their names alone; of the others the name is a key. */
export function named(deployers: readonly DeployerMember[]): readonly DeployerMember[] {
  return deployers.filter(({ options }) => options === nameAlone);
}
