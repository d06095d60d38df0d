import { describe, expect, it } from 'vitest';
import { renderRules } from '../../harness/alerts/render.ts';

interface Placed {
  id: number;
  title: string;
  description: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { refId: string; expr: string }[];
}

const dashboard = JSON.parse(renderRules('dashboard'));
const panels: Placed[] = dashboard.panels;

describe('the dashboard', () => {
  it('shows working set and RSS beside what kills, and says that they mislead', () => {
    const misleading = panels.filter(({ title }) => title.startsWith('Misleading'));
    const [workingSet, rss] = misleading.map(({ targets }) => targets[0]?.expr);
    expect(workingSet).toContain('container_memory_working_set_bytes');
    expect(rss).toContain('container_memory_rss');
  });

  it('explains each panel', () => {
    expect(panels.filter(({ description }) => !/^.{40,}\.$/.test(description))).toEqual([]);
  });

  it('places its panels side by side, none over another', () => {
    const cells = panels.map(({ gridPos: { x, y } }) => `${x},${y}`);
    expect(new Set(cells).size).toBe(panels.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });

  it('asks only for variables that it has', () => {
    const names = dashboard.templating.list.map((one: { name: string }) => one.name);
    const asked = JSON.stringify(dashboard).match(/(?<=\$)[a-z]\w*/g) ?? [];
    expect([...new Set(asked)].toSorted()).toEqual(names.toSorted());
  });
});
