/** A panel of the dashboard before it has a place: what a person reads, and the queries it draws. */
export interface Panel {
  title: string;
  description: string;
  kind: 'timeseries' | 'table';
  unit: 'bytes' | 'percentunit' | 's' | 'short';
  targets: Target[];
  /** Axis from 0 to here. */
  max?: number;
}

export interface Target {
  expr: string;
  /** Grafana's template for the name of a series. */
  legend: string;
}

/** What the variables at the top of the dashboard leave of a series. */
export const chosen = 'namespace=~"$namespace",pod=~"$pod"';
export const nameOfContainer = '{{pod}} {{container}}';

const width = 12;
const height = 9;
const datasource = { type: 'prometheus', uid: '$datasource' };

/** Two panels a row, in the order given; in Grafana's classic model. */
export function placePanel({ title, description, kind, unit, targets, max }: Panel, index: number) {
  const gridPos = { h: height, w: width, x: (index % 2) * width, y: Math.floor(index / 2) * height };
  const defaults = { unit, min: 0, ...(max === undefined ? {} : { max }), custom: { fillOpacity: 8 } };
  return {
    id: index + 1,
    title,
    description,
    type: kind,
    datasource,
    gridPos,
    fieldConfig: { defaults, overrides: [] },
    targets: targets.map(({ expr, legend }, number) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + number),
      datasource,
      expr,
      legendFormat: legend,
      ...(kind === 'table' ? { format: 'table', instant: true } : {}),
    })),
    options: kind === 'table' ? {} : { tooltip: { mode: 'multi' }, legend: { displayMode: 'list' } },
  };
}
