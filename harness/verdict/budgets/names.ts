/** The expectations that come from an earlier result. */
export const againstUnreclaimable = 'unreclaimable-against';
export const againstGrowth = 'growth-against';
