import { containerLabels, podLabels } from '../promql.ts';
import { series } from '../series.ts';
import { residueBytes } from '../residue.ts';
import { chosen, nameOfContainer, type Panel } from './panel.ts';

const { unreclaimable, limit, share, growth } = series;
const ofContainers = `${chosen},container!=""`;

/** A gauge of cAdvisor as a share of the limit in force. */
function ofLimit(gauge: string): string {
  return `max by (${containerLabels}) (${gauge}{${ofContainers}}) / ${limit}{${ofContainers}}`;
}

/** What the alerts see first, then what others watch, then what has happened. */
export const panels: Panel[] = [
  {
    title: "Can't be reclaimed, as a share of the limit",
    description:
      'Usage less file pages that the kernel can drop. At 100 % the container is killed. A series without a container is the pod as a whole: it also holds what dead containers left.',
    kind: 'timeseries',
    unit: 'percentunit',
    max: 1,
    targets: [{ expr: `${share}{${chosen}}`, legend: nameOfContainer }],
  },
  {
    title: 'Time to the limit at the present growth',
    description:
      'At the growth of the last five minutes. Only what grows is shown. A plateau ahead is not foreseen.',
    kind: 'timeseries',
    unit: 's',
    max: 24 * 60 * 60,
    targets: [
      {
        expr: `(${limit}{${chosen}} - ${unreclaimable}{${chosen}}) / (${growth}{${chosen}} > 0)`,
        legend: nameOfContainer,
      },
    ],
  },
  {
    title: 'Misleading: working set, as a share of the limit',
    description:
      'What `kubectl top` and most alerts show. It counts active file pages, which the kernel drops before it kills: a container can stay at 100 % for ever.',
    kind: 'timeseries',
    unit: 'percentunit',
    max: 1,
    targets: [{ expr: ofLimit('container_memory_working_set_bytes'), legend: nameOfContainer }],
  },
  {
    title: 'Misleading: RSS, as a share of the limit',
    description:
      'It leaves out files in memory-backed volumes and in /dev/shm: a container that they fill is killed while this line is flat.',
    kind: 'timeseries',
    unit: 'percentunit',
    max: 1,
    targets: [{ expr: ofLimit('container_memory_rss'), legend: nameOfContainer }],
  },
  {
    title: 'Left by dead containers',
    description:
      'Bytes the pod is charged for and no running container holds: files in a memory-backed volume. Each life has that much less room. Only deleting the pod frees them.',
    kind: 'timeseries',
    unit: 'bytes',
    targets: [{ expr: residueBytes(chosen), legend: '{{namespace}}/{{pod}}' }],
  },
  {
    title: 'Restarts, and the reason of the last end',
    description:
      'The reason is what Kubernetes says, and it is racy: a kill for memory can also show as Error, or as StartError when the next life finds no room.',
    kind: 'table',
    unit: 'short',
    targets: [
      {
        expr: `sum by (${podLabels}, container, reason) (
  max by (${containerLabels}) (kube_pod_container_status_restarts_total{${chosen}} > 0)
  * on (${containerLabels}) group_right ()
  max by (${containerLabels}, reason) (kube_pod_container_status_last_terminated_reason{${chosen}} == 1)
)`,
        legend: '',
      },
    ],
  },
];
