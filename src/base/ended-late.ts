// What stands for an exit code where a program was ended because its time was over.

/** As timeout(1) of the coreutils has it. */
export const endedLate = 124;
