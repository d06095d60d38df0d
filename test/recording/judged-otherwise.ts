const heapNotKnown =
  'The heap of Node or Python may be the cause where no heap figure is told: 0.1.0 called all of it native.';

/** What is judged otherwise today of a recording of 0.1.0, on purpose, and why. */
export const judgedOtherwise: Record<string, { because: string; now: object }> = {
  'exec-heap-leak-unseen': { because: heapNotKnown, now: { cause: 'anonymous' } },
  'exec-python': { because: heapNotKnown, now: { cause: 'anonymous' } },
  'exec-stalled': { because: heapNotKnown, now: { cause: 'anonymous' } },
};
