import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { keepLastLines } from '../../harness/process/keep-last-lines.ts';

async function linesOf(chunks: Iterable<string | Buffer>): Promise<string[]> {
  const output = new PassThrough();
  const lines: string[] = [];
  keepLastLines(output, lines);
  for (const chunk of chunks) if (!output.write(chunk)) await once(output, 'drain');
  output.end();
  await once(output, 'end');
  return lines;
}

describe('the last lines of an output', () => {
  it('are whole wherever it was cut, also the very last one', async () => {
    const text = Buffer.from('first\r\nsecond: é\n\nlast');
    const bytes = Array.from({ length: text.length }, (_, at) => text.subarray(at, at + 1));
    expect(await linesOf(bytes)).toEqual(['first', 'second: é', '', 'last']);
  });

  it('are twenty', async () => {
    const chunks = Array.from({ length: 1000 }, (_, index) => `${index}\n`);
    expect(await linesOf(chunks)).toEqual(Array.from({ length: 20 }, (_, index) => String(980 + index)));
  });

  it('are cut, and a line of 1 GiB takes no memory', async () => {
    const before = process.memoryUsage().rss;
    const block = Buffer.alloc(2 ** 20, 'x');
    const [line] = await linesOf(Array.from({ length: 1024 }, () => block));
    expect(line).toBe('x'.repeat(500));
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
  });
});
