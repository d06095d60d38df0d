/** Series of one pod as Prometheus has them, for `promtool test rules`: a value each 15 s. */
const mebibyte = 2 ** 20;
const stepsPerMinute = 4;
const ofPod = 'namespace="shop",pod="uploader-1"';

export interface InputSeries {
  series: string;
  values: string;
}

/** MiB at a minute of the test; undefined where there is no sample. */
type Curve = (minute: number) => number | undefined;

export interface Charged {
  usage: Curve;
  /** Both lists of file pages. */
  active?: Curve;
  inactive?: Curve;
  limitMiB?: number;
  /** Id of the container's life: each has a cgroup of its own. */
  life?: string;
  minutes?: number;
}

/** What cAdvisor serves of a container's cgroup; without a name, of the pod's. */
export function cgroupSeries(container: string, charged: Charged): InputSeries[] {
  const { usage, active = () => 0, inactive = () => 0, limitMiB, life = 'a', minutes = 60 } = charged;
  const image = container === '' ? '' : 'uploader:1';
  const labels = `{container="${container}",id="/kubepods/${container}/${life}",image="${image}",${ofPod}}`;
  const gauge = (name: string, curve: Curve) => ({
    series: `container_${name}${labels}`,
    values: sampled((minute) => (usage(minute) === undefined ? undefined : curve(minute)), minutes),
  });
  return [
    gauge('memory_usage_bytes', usage),
    gauge('memory_total_active_file_bytes', active),
    gauge('memory_total_inactive_file_bytes', inactive),
    gauge('memory_rss', (minute) => (usage(minute) ?? 0) / 2),
    gauge('memory_working_set_bytes', (minute) => (usage(minute) ?? 0) - (inactive(minute) ?? 0)),
    ...(limitMiB === undefined ? [] : [gauge('spec_memory_limit_bytes', () => limitMiB)]),
  ];
}

/** A pod of one container, `app`, that holds all that the pod does. */
export function podSeries(charged: Charged): InputSeries[] {
  return [...cgroupSeries('app', charged), ...cgroupSeries('', charged)];
}

/** A series of kube-state-metrics; `labels` come after those of the container `app`. */
export function stateSeries(
  name: string,
  labels: string,
  value: (minute: number) => number | undefined,
): InputSeries {
  const more = labels === '' ? '' : `,${labels}`;
  return {
    series: `kube_pod_container_${name}{container="app",${ofPod},uid="1"${more}}`,
    values: sampled((minute) => scaled(value(minute)), 60),
  };
}

/** Counts from 0 to 1 at a minute. */
export function restartedAt(minute: number): InputSeries {
  return stateSeries('status_restarts_total', '', (now) => (now < minute ? 0 : 1));
}

export function lastEnded(reason: string, minute: number): InputSeries {
  const value = (now: number) => (now < minute ? undefined : 1);
  return stateSeries('status_last_terminated_reason', `reason="${reason}"`, value);
}

function scaled(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value / mebibyte;
}

function sampled(curve: Curve, minutes: number): string {
  const steps = Array.from({ length: minutes * stepsPerMinute + 1 }, (_, step) =>
    curve(step / stepsPerMinute),
  );
  return steps.map((value) => (value === undefined ? '_' : String(Math.round(value * mebibyte)))).join(' ');
}
