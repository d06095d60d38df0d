/** What the alerts hold against a container's memory. Shares are of the limit in force. */
export const thresholds = {
  /** The limit must be nearer than this, at the growth of the last five minutes: time for a person to act. */
  soonSeconds: 15 * 60,
  /** The same at the growth of the last hour: a slow leak, to mend in working hours. */
  laterSeconds: 4 * 60 * 60,
  /** Growth below this share is a start, and no danger yet: an app's first minutes grow, too. */
  growthFromShare: 0.5,
  /** Growth is new only above the peak of the time before: a saw-tooth (GC) climbs as fast, and no higher. */
  overEarlierPeak: 1.02,
  /** Two samples that straddle a start make any slope. */
  leastSamples: 3,
  nearlyFullShare: 0.9,
  /** From here on memory may have been the reason for a kill for which Kubernetes gives none. */
  killedFullShare: 0.8,
  residueShare: 0.1,
} as const;
