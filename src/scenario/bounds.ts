// What a scenario may ask for at most. Beyond these a file is a mistake and no experiment, and to go through
// with it would take longer than anybody waits for an answer.

/** Items of a list, or entries of a map whose keys the author chooses. */
export const entriesMax = 500;
/** Arms, whether they are named or cells of factors. */
export const armsMax = 2000;
/** Loads of one arm. */
export const loadsMax = 32;
/** Actions of one arm. */
export const actionsMax = 32;
/** Checks of one arm. */
export const checksMax = 16;
/** Factors that are multiplied out. */
export const factorsMax = 20;
/** What is expected, arm by arm: entries that mean many arms count for each. */
export const expectationsMax = 10_000;
/** Upgrades at once on one engine, and checkouts beside a probe. */
export const atOnceMax = 100;
/** Levels of a searched load. */
export const levelsMax = 100;
