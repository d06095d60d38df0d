/** What the lines of a look are kept under. */
export const arm = 'target';
