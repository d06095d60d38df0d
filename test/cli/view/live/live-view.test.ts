import { setTimeout as sleep } from 'node:timers/promises';
import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { liveView } from '../../../../harness/cli/view/live/live-view.ts';
import { columnsOf } from '../../../../harness/recording/sample-columns.ts';
import { columns, type RecordingLine } from '../../../../harness/recording/types.ts';
import { wholeSetup } from '../../../setup.ts';
import { FakeTerminal } from './terminal.ts';

const MiB = 2 ** 20;
const arm = 'spool/baseline';
const row = columns.map((name) => ({ atMs: 10, usage: 64 * MiB })[name as 'atMs' | 'usage'] ?? 0);
const lines: RecordingLine[] = [
  {
    kind: 'arm',
    arm,
    scenario: 'spool',
    name: 'baseline',
    title: '',
    setup: wholeSetup(),
    expect: { outcome: 'survived' },
  },
  { kind: 'samples', arm, level: 'pod', columns: columnsOf([row]) },
];
const end: RecordingLine = { kind: 'arm-ended', arm, atMs: 20, reason: 'shown' };
const shown = '\u001b[?25h';
const hidden = '\u001b[?25l';

function nothing(): void {}

function opened() {
  const terminal = new FakeTerminal(90, 20);
  let exit = nothing;
  const onExit = (undo: () => void) => {
    exit = undo;
    return () => void (exit = nothing);
  };
  let suspended = { stop: nothing, goOn: nothing };
  const onSuspend = (stop: () => void, goOn: () => void) => {
    suspended = { stop, goOn };
    return () => void (suspended = { stop: nothing, goOn: nothing });
  };
  const view = liveView({ stderr: terminal.output, onExit, onSuspend }, createColors(false));
  for (const line of lines) view.see(line);
  return { terminal, view, exit: () => exit(), suspended: () => suspended };
}

function cursorIsShown({ written }: FakeTerminal): boolean {
  return written.lastIndexOf(shown) > written.lastIndexOf(hidden);
}

describe('the live view of a run', () => {
  it('shows running arms below the log, and takes away what is over', async () => {
    const { terminal, view } = opened();
    view.say('on cgroup');
    view.step(arm, 'the load begins');
    await sleep(150);
    expect((await terminal.lines()).join('\n')).toMatch(
      /^on cgroup\n.*the load begins\nspool\/baseline {2}the load begins\n(.*\n)+.*0 of 1 arms done, 1 running/,
    );
    view.see(end);
    await sleep(150);
    expect((await terminal.lines()).at(-1)).toContain('1 of 1 arms done, 0 running');
    view.close();
    expect(await terminal.lines()).toHaveLength(2);
  });

  it('does not bring an arm back that a late line tells of', async () => {
    const { terminal, view } = opened();
    view.see(end);
    for (const line of lines.slice(1)) view.see(line);
    await sleep(150);
    expect((await terminal.lines()).at(-1)).toContain('1 of 1 arms done, 0 running');
    view.close();
  });

  it('shows an arm again that runs once more', async () => {
    const { terminal, view } = opened();
    view.see(end);
    view.see({ ...(lines[0] as Extract<RecordingLine, { kind: 'arm' }>), retriedFor: 'the sampler paused' });
    view.step(arm, 'once more');
    await sleep(150);
    expect((await terminal.lines()).at(-1)).toContain('0 of 1 arms done, 1 running');
    view.close();
  });

  it('gives the cursor back while Ctrl-Z holds it, and paints on after it', async () => {
    const { terminal, view, suspended } = opened();
    view.step(arm, 'the load begins');
    await sleep(150);
    suspended().stop();
    expect(cursorIsShown(terminal)).toBe(true);
    expect((await terminal.lines()).join('\n')).not.toContain('arms done');
    suspended().goOn();
    await sleep(150);
    expect(cursorIsShown(terminal)).toBe(false);
    expect((await terminal.lines()).at(-1)).toContain('1 running');
    view.close();
  });

  it('gives the cursor back when it is closed, once', () => {
    const { terminal, view, exit } = opened();
    expect(cursorIsShown(terminal)).toBe(false);
    view.close();
    expect(cursorIsShown(terminal)).toBe(true);
    const { written } = terminal;
    view.close();
    exit();
    expect(terminal.written).toBe(written);
  });

  it('gives the cursor back also where the process ends in its midst', () => {
    const { terminal, exit } = opened();
    exit();
    expect(cursorIsShown(terminal)).toBe(true);
  });
});
