import { series } from '../series.ts';
import { placePanel } from './panel.ts';
import { panels } from './panels.ts';

const chosenDatasource = { type: 'prometheus', uid: '$datasource' };

/** A variable whose values are those of a label. */
function variable(name: string, query: string) {
  const ofAll = { includeAll: true, multi: true, allValue: '.*', current: { text: 'All', value: '$__all' } };
  return { name, type: 'query', datasource: chosenDatasource, query, refresh: 2, sort: 1, ...ofAll };
}

/** In Grafana's classic model, which every version imports. It draws the series of the rules. */
export const dashboard = {
  uid: 'not-a-leak',
  title: 'Memory that kills: not-a-leak',
  description: 'What fills the memory limits of containers, when they die of it, and what they died of.',
  tags: ['kubernetes', 'memory', 'not-a-leak'],
  schemaVersion: 39,
  editable: true,
  graphTooltip: 1,
  refresh: '30s',
  time: { from: 'now-3h', to: 'now' },
  templating: {
    list: [
      { name: 'datasource', type: 'datasource', query: 'prometheus' },
      variable('namespace', `label_values(${series.share}, namespace)`),
      variable('pod', `label_values(${series.share}{namespace=~"$namespace"}, pod)`),
    ],
  },
  panels: panels.map(placePanel),
};
