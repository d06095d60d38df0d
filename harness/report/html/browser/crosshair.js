// A line that follows the pointer through all charts of a scenario, with the figures of its moment in the keys.
// The figures are those of the tables; without this script the page shows all that it has to tell.

for (const group of document.querySelectorAll('.arms')) {
  const figures = [...group.querySelectorAll('figure')].flatMap((figure) => read(figure) ?? []);
  for (const { chart } of figures) {
    chart.addEventListener('pointermove', (event) => {
      const matrix = chart.getScreenCTM();
      if (!matrix) return;
      const { x } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      for (const { show } of figures) show(x);
    });
    chart.addEventListener('pointerleave', () => {
      for (const { rest } of figures) rest();
    });
  }
}

/** @param {Element} figure */
function read(figure) {
  const chart = figure.querySelector('svg');
  const cross = figure.querySelector('.cross');
  const moment = figure.querySelector('.moment');
  const rows = [...figure.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  const values = [...figure.querySelectorAll('.key b')];
  if (!chart || !cross || !moment || rows.length === 0) return null;
  const [left, right] = [Number(chart.dataset.left), Number(chart.dataset.right)];
  const [fromMs, toMs] = [Number(chart.dataset.from), Number(chart.dataset.to)];
  const atRest = [moment, ...values].map((element) => element.textContent);

  /** @param {(string | null)[]} texts */
  const put = (texts) =>
    [moment, ...values].forEach((element, index) => (element.textContent = texts[index] ?? ''));
  /** @param {number} x */
  const show = (x) => {
    const wanted = (fromMs + ((x - left) / (right - left)) * (toMs - fromMs)) / 1000;
    const row = rows.reduce((best, one) => (far(one, wanted) < far(best, wanted) ? one : best));
    const at = left + ((Number(row[0]) * 1000 - fromMs) / (toMs - fromMs)) * (right - left);
    cross.setAttribute('transform', `translate(${at} 0)`);
    chart.classList.add('crossed');
    put([`at ${row[0]} s`, ...row.slice(1)]);
  };
  const rest = () => {
    chart.classList.remove('crossed');
    put(atRest);
  };
  return { chart, show, rest };
}

/**
 * @param {(string | null)[]} row
 * @param {number} seconds
 */
function far(row, seconds) {
  return Math.abs(Number(row[0]) - seconds);
}
