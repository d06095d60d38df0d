import { describe, expect, it } from 'vitest';
import { Painter } from '../../../../harness/cli/view/live/painter.ts';
import { FakeTerminal } from './terminal.ts';

describe('a painter', () => {
  it('paints anew in place', async () => {
    const terminal = new FakeTerminal(20, 10);
    const painter = new Painter(terminal.output);
    painter.paint(['one', 'two', 'three']);
    painter.paint(['1', '2']);
    expect(await terminal.lines()).toEqual(['1', '2']);
  });

  it('lets log lines scroll above, each once and whole, however long', async () => {
    const terminal = new FakeTerminal(20, 5);
    const painter = new Painter(terminal.output);
    for (let index = 0; index < 12; index++) {
      painter.paint([`frame ${index}`, 'bottom']);
      painter.log(`log line ${index} ${'x'.repeat(index + 1)}`);
    }
    const text = (await terminal.lines()).join('\n');
    const logged = text.replaceAll(/\n(?=x)/g, '').split('\n');
    const expected = Array.from({ length: 12 }, (_, index) => `log line ${index} ${'x'.repeat(index + 1)}`);
    expect(logged).toEqual([...expected, 'frame 11', 'bottom']);
  });

  it.each([
    ['narrower', 12],
    ['very narrow', 5],
    ['wider', 60],
  ])('leaves no remains when the terminal becomes %s', async (_what, columns) => {
    const terminal = new FakeTerminal(20, 30);
    const painter = new Painter(terminal.output);
    painter.log('kept');
    painter.paint(['a line of 19 letters', 'the second of them', 'end'].map((line) => line.slice(0, 19)));
    await terminal.resize(columns, 30);
    painter.paint(['new', 'end']);
    expect(await terminal.lines()).toEqual(['kept', 'new', 'end']);
  });

  it('gives the cursor back and takes away what it painted', async () => {
    const terminal = new FakeTerminal(20, 10);
    const painter = new Painter(terminal.output);
    painter.log('kept');
    painter.paint(['gone']);
    painter.close();
    expect(await terminal.lines()).toEqual(['kept']);
    expect(terminal.written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(
      terminal.written.lastIndexOf('\u001b[?25l'),
    );
  });

  it('writes nothing where nothing changed', () => {
    const terminal = new FakeTerminal(20, 10);
    const painter = new Painter(terminal.output);
    painter.paint(['same']);
    const before = terminal.written;
    painter.paint(['same']);
    expect(terminal.written).toBe(before);
  });
});
