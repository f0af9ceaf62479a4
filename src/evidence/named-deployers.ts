// The deployers of which a reader of evidence knows more than that they deployed. Their names stand on
// record, so they stand here too, and the deployers take them from here.

/** A command of somebody's own: what it puts, and how often, is its own business. */
export const ownCommand = 'command';

/**
 * Says itself which stamp it took. Of any other the lab reads the stamp off the tree, just before it deploys.
 */
export const stampSayer = 'abra';
