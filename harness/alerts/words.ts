/** Words of the alerts, in Prometheus' template language. */

/** Whose memory an alert is about: a container, or the pod as a whole. */
export const whose =
  '{{ if $labels.container }}Container {{ $labels.container }} of pod{{ else }}Pod{{ end }} {{ $labels.namespace }}/{{ $labels.pod }}';

const pod = '{{ $labels.pod }} -n {{ $labels.namespace }}';
const df = `kubectl exec ${pod}{{ with $labels.container }} -c {{ . }}{{ end }} -- df -h`;

/** What to do. `df` sees a memory-backed volume whoever filled it, also what a dead container left. */
export const advice = {
  fills: `Look what fills it: \`${df}\` shows files in memory-backed volumes and in /dev/shm; if there are few, it is the program's own memory. (Close to the limit, exec can be what gets the container killed.) Files: delete them sooner, move them to a disk, or set a sizeLimit. A restart of the container keeps the files; only \`kubectl delete pod ${pod}\` empties the volume.`,
  killed: `See what filled the limit before: the dashboard's panel "Can't be reclaimed", or \`${df}\` while it runs. If the heap was flat, look at memory-backed volumes first.`,
  child: `See who was killed: \`kubectl get events -n {{ $labels.namespace }}\` shows nothing; the node's kernel log does (\`journalctl -k\`). Run fewer worker processes at once, or raise the limit.`,
  residue: `Files in a memory-backed volume outlive their container, and each next life has less room. Delete the pod (\`kubectl delete pod ${pod}\`): a restart of the container is not enough. Then let the app empty its volume when it starts, delete files sooner, or use a disk.`,
} as const;
