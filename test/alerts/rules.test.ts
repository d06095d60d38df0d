import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderRules } from '../../harness/alerts/render.ts';
import { alerts, metricsIn, queries, recorded, served } from './queries.ts';

describe('the rules', () => {
  it('are the same groups as an object of the operator and as a rule file', () => {
    const object = parse(renderRules('operator'));
    expect(object).toMatchObject({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule' });
    expect(parse(renderRules('file'))).toEqual(object.spec);
    expect(object.spec.groups).toHaveLength(1);
  });

  it.each(queries)('read only what a kubelet and kube-state-metrics serve: $name', ({ expr }) => {
    const metrics = metricsIn(expr);
    expect(metrics).not.toEqual([]);
    expect(metrics.filter((name) => !served.includes(name) && !recorded.includes(name))).toEqual([]);
  });

  it('record each series before a rule reads it', () => {
    for (const [index, { expr }] of queries.entries()) {
      const later = recorded.slice(Math.min(index, recorded.length));
      expect(metricsIn(expr).filter((name) => later.includes(name))).toEqual([]);
    }
  });

  it.each(alerts)('say in a sentence what is wrong, and then what to do: $alert', ({ annotations }) => {
    const { summary, description } = annotations;
    for (const text of [summary, description]) expect(text).toMatch(/^["A-Z{].*\.$/);
    expect(summary.replaceAll(/\{\{.*?\}\}/g, '').length).toBeLessThan(120);
    expect(description).toMatch(/\b(Look|See|Delete|Scrape)\b/);
  });

  it('name namespace and pod in each alert but the one about Prometheus itself', () => {
    const without = alerts.filter(({ annotations }) => !annotations.summary.includes('$labels.pod'));
    expect(without.map(({ alert }) => alert)).toEqual(['MemoryAlertsBlind']);
  });
});
