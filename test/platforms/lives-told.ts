import { LifeRecorder, type PodView } from '../../harness/platforms/life-recorder.ts';
import { columnsOf } from '../../harness/recording/sample-columns.ts';
import { columns, type Notice, type RecordingLine, type Sample } from '../../harness/recording/types.ts';

/** A recorder of lives whose pod is made up, and what it told. */
export function recorderOfLives(view: Partial<PodView> = {}) {
  const lines: RecordingLine[] = [];
  const failures: Error[] = [];
  const recorder: LifeRecorder = new LifeRecorder(
    {
      arm: 'x',
      podCountsKills: true,
      residue: () => recorder.cgroups.residue(),
      scratch: async () => ({ files: 3, bytes: 4096, fileSystem: 'tmpfs' }),
      ...view,
    },
    (line) => lines.push(line),
    (error) => failures.push(error),
    300,
  );
  const see = (level: string, atMs: number, state: Notice['state'], oomKills: number) =>
    recorder.cgroups.see({ kind: 'container', arm: 'x', level, atMs, state, oomKills });
  const seePod = (change: Partial<Sample>) =>
    recorder.cgroups.see({
      kind: 'samples',
      arm: 'x',
      level: 'pod',
      columns: columnsOf([columns.map((name) => change[name] ?? 0)]),
    });
  const ended = () => lines.flatMap((line) => (line.kind === 'life-ended' ? [line] : []));
  return { recorder, lines, failures, see, seePod, ended };
}
