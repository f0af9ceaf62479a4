// What a member of this family is made from: its definition, and how it deploys.
import {
  deployerMember,
  type DeployerDefinition,
  type DeployerMember,
} from '../scenario/deployer-definition.js';
import type { Deployer } from '../trial/ports.js';

/** A deployer as scenarios and trials know it. */
export type DeployerKind = Deployer & DeployerMember;

export function deployer<Options>(kind: DeployerDefinition<Options> & Deployer): DeployerKind {
  return { ...kind, ...deployerMember(kind) };
}
