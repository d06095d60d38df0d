export type Metric = 'heap' | 'rss' | 'usage' | 'working-set' | 'node-memory-used' | 'unreclaimable';

/** What one metric said in an arm. */
export interface MetricFindings {
  metric: Metric;
  /** At the kill; without one, at the end of the load. */
  valueBytes: number | null;
  /** What it is a share of: the limit, or for `node-memory-used` (MemTotal - MemAvailable) the node's memory. */
  ofBytes: number | null;
  share: number | null;
  /** The most it came to. */
  mostShare: number | null;
  /** How long before that moment it was at 90 % or more for the first time; null where it never was. */
  firstOverMs: number | null;
  /** Why there is no value; null where there is one. */
  reason: string | null;
}

/** One metric over all scenarios of a run. */
export interface MetricVerdict {
  metric: Metric;
  /** For each baseline that was killed: the share at the kill, and how long before it warned. */
  kills: { scenario: string; share: number | null; firstOverMs: number | null; reason: string | null }[];
  /** Whether it was at 90 % or more where clean cache sat at the limit and nobody died; null: not measured. */
  falseAlarm: boolean | null;
  falseAlarmMs: number | null;
}

export interface MetricTable {
  /** The scenario that false alarms were looked for in; null where none ran. */
  control: string | null;
  controlReason: string | null;
  rows: MetricVerdict[];
}
