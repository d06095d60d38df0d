import { describe, expect, it } from 'vitest';
import { runSteps, type Step } from '../../harness/run/steps.ts';

/** Steps that write down what is called; `failing` names the calls that throw, as `run b` or `undo b`. */
function scripted(names: string, failing: string[] = []) {
  const calls: string[] = [];
  const call = async (what: string) => {
    calls.push(what);
    await Promise.resolve();
    if (failing.includes(what)) throw new Error(what);
  };
  const steps = names.split('').map((name): Step => ({
    name,
    run: () => call(`run ${name}`),
    undo: () => call(`undo ${name}`),
  }));
  return { calls, steps };
}

const never = new AbortController().signal;

describe('runSteps', () => {
  it('runs steps in order and undoes them in reverse', async () => {
    const { calls, steps } = scripted('abc');
    await runSteps(steps, never);
    expect(calls).toEqual(['run a', 'run b', 'run c', 'undo c', 'undo b', 'undo a']);
  });

  it('undoes a step that failed half-way, and those before it, but begins none after it', async () => {
    const { calls, steps } = scripted('abc', ['run b']);
    await expect(runSteps(steps, never)).rejects.toThrow('run b');
    expect(calls).toEqual(['run a', 'run b', 'undo b', 'undo a']);
  });

  it('goes on undoing after an error in undoing, and throws it', async () => {
    const { calls, steps } = scripted('abc', ['undo b']);
    await expect(runSteps(steps, never)).rejects.toThrow('undo b');
    expect(calls).toEqual(['run a', 'run b', 'run c', 'undo c', 'undo b', 'undo a']);
  });

  it('throws the first of several errors', async () => {
    const { calls, steps } = scripted('abc', ['run c', 'undo c', 'undo a']);
    await expect(runSteps(steps, never)).rejects.toThrow('run c');
    expect(calls.slice(-3)).toEqual(['undo c', 'undo b', 'undo a']);
  });

  it('passes over a step that needs no undoing', async () => {
    const { calls, steps } = scripted('ac');
    const [first, last] = steps as [Step, Step];
    await runSteps([first, { name: 'b', run: () => Promise.resolve() }, last], never);
    expect(calls).toEqual(['run a', 'run c', 'undo c', 'undo a']);
  });

  it('begins no step once it was aborted, undoes those begun and throws the reason', async () => {
    const { calls, steps } = scripted('abc');
    const controller = new AbortController();
    const abort: Step = { name: 'abort', run: async () => controller.abort(new Error('enough')) };
    await expect(
      runSteps([...steps.slice(0, 1), abort, ...steps.slice(1)], controller.signal),
    ).rejects.toThrow('enough');
    expect(calls).toEqual(['run a', 'undo a']);
  });

  it('does nothing where it was aborted before', async () => {
    const { calls, steps } = scripted('a');
    await expect(runSteps(steps, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    expect(calls).toEqual([]);
  });
});
