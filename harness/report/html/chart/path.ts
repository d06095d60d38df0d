/** A point of the drawing, in SVG units. */
export type Place = readonly [x: number, y: number];

/** Finer than a tenth of a unit is invisible. */
const grain = 10;

/** A line through places, as SVG path data: relative steps, none where the line goes straight on. */
export function linePath(places: readonly Place[]): string {
  const whole = withoutStraights(places.map(([x, y]) => [Math.round(x * grain), Math.round(y * grain)]));
  const [first, ...rest] = whole;
  if (first === undefined) return '';
  let [x, y] = first;
  const steps = rest.map(([toX, toY]) => {
    const step = `${tenths(toX - x)}${signed(toY - y)}`;
    [x, y] = [toX, toY];
    return step;
  });
  return `M${tenths(first[0])}${signed(first[1])}${steps.length === 0 ? 'h0' : `l${steps.join(' ').replaceAll(' -', '-')}`}`;
}

/** The area below a line, down to `bottom`. */
export function areaPath(places: readonly Place[], bottom: number): string {
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) return '';
  return `${linePath([[first[0], bottom], ...places, [last[0], bottom]])}z`;
}

/** Drops points between two of the same height. */
function withoutStraights(places: Place[]): Place[] {
  return places.filter(([, y], index) => y !== places[index - 1]?.[1] || y !== places[index + 1]?.[1]);
}

function tenths(value: number): string {
  return String(value / grain).replace(/^(-?)0\./, '$1.');
}

function signed(value: number): string {
  return value < 0 ? tenths(value) : ` ${tenths(value)}`;
}
