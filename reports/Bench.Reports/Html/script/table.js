// The matrix.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== null && value !== undefined)
      made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function drawTable() {
  const run = runs[state.run], measure = measures.get(state.measure);
  const valueOf = one => { const series = one?.series[measure.i]; return series ? (state.ratio ? series.ratio : series.median) : null; };
  const shown = run.cases.filter(shownCase);
  const workloads = run.workloads.filter(id => shown.some(one => one.workload === id));
  const backends = run.backends.filter(one => shown.some(found => found.backend === one)
    && (state.absent || shown.some(found => found.backend === one && (found.outcome === Outcome.failed || found.series[measure.i]))));
  const cell = (backend, workload) => { const one = run.caseOf(workload, state.size, backend.id); return one && shownCase(one) ? one : undefined; };
  const columns = workloads.map(workload => {
    const values = backends.map(backend => valueOf(cell(backend, workload))).filter(value => value > 0);
    return { workload, least: Math.min(...values), unit: values.length && !state.ratio ? unitOf(median(values), measure.kind) : [1, ''] };
  });
  const spans = columns.map(column => Math.max(...backends.map(backend => valueOf(cell(backend, column.workload)) ?? 0)) / column.least).filter(Number.isFinite);
  // One scale for all columns, of their middle span: a single column of extremes would take the colour from all others.
  const span = Math.max(1.25, spans.length ? median(spans) : 1);

  const sorted = sortedBackends(backends, backend => valueOf(cell(backend, state.sort?.workload)));
  const head = element('tr', {}, headerCell('backend', null, backends), ...columns.map(column => headerCell(column.workload + (column.unit[1] ? ` (${column.unit[1]})` : ''), column.workload)));
  const table = element('table', { class: 'matrix', 'aria-describedby': 'matrix-note' },
    element('caption', {}, `${state.ratio ? `Ratio to ${data.baseline} of ` : ''}${measure.title}, size ${state.size}: median over processes`),
    element('thead', {}, head));
  let group = null, body = null;
  for (const backend of sorted) {
    if (!body || (!state.sort && backend.class !== group)) {
      group = backend.class;
      body = table.appendChild(element('tbody'));
      if (!state.sort)
        body.append(element('tr', { class: 'group' }, element('th', { scope: 'rowgroup', colspan: columns.length + 1 }, mark(group), group)));
    }
    const row = element('tr', { 'data-backend': backend.id }, element('th', { scope: 'row', title: backend.title }, ...(state.sort ? [mark(backend.class)] : []), backend.id));
    for (const column of columns)
      row.append(dataCell(cell(backend, column.workload), measure, column, span));
    body.append(row);
  }
  if (sorted.length === 0)
    table.append(element('tbody', {}, element('tr', {}, element('td', { colspan: columns.length + 1, class: 'none' }, 'Nothing is left to show: change the choices above.'))));
  $('table').replaceChildren(table);
  const first = table.querySelector('td[tabindex]');
  if (first)
    first.tabIndex = 0;
  $('matrix-note').textContent = `${capital(measure.title)}: ${measure.note}. ${state.ratio ? `Divided by the median of ${data.baseline}; below 1 is better.` : 'Less is better.'} Point at a cell, tap it or move with the arrow keys for its interval.${shown.some(one => isMarked(one, measure)) ? ' ‡ stands under Findings.' : ''}`;
  drawLegend(span);
}

const isMarked = (one, measure) => doubtsOf(one, measure).some(doubt => doubt.marks);

const capital = text => text[0].toUpperCase() + text.slice(1);

function mark(klass) {
  const words = data.themes.light.words, i = words.$classes.indexOf(klass);
  return element('span', { class: 'mark', 'data-class': i, 'aria-hidden': 'true' });
}

function headerCell(text, workload) {
  const sort = state.sort && state.sort.workload === workload ? state.sort : null;
  const button = element('button', { type: 'button' }, text, element('span', { class: 'arrow', 'aria-hidden': 'true' }, sort ? (sort.down ? '▼' : '▲') : '↕'));
  button.addEventListener('click', () => {
    state.sort = !sort ? { workload, down: false } : sort.down ? null : { workload, down: true };
    drawTable();
    [...$('table').querySelectorAll('thead button')].find(one => one.dataset.sort === String(workload))?.focus();
  });
  button.dataset.sort = String(workload);
  return element('th', { scope: 'col', 'aria-sort': sort ? (sort.down ? 'descending' : 'ascending') : 'none' }, button);
}

function sortedBackends(backends, valueOf) {
  if (!state.sort)
    return backends;
  const sign = state.sort.down ? -1 : 1;
  if (state.sort.workload === null)
    return backends.toSorted((a, b) => sign * (a.id < b.id ? -1 : 1));
  // Whatever the direction, what has no number stands last.
  return backends.toSorted((a, b) => {
    const left = valueOf(a), right = valueOf(b);
    return left === null || right === null ? (left === null) - (right === null) : sign * (left - right);
  });
}

function dataCell(one, measure, column, span) {
  const series = one?.series[measure.i];
  const made = element('td', { tabindex: '-1' });
  if (one?.outcome === Outcome.failed) {
    made.className = 'failed';
    made.append(one.cause);
  } else if (!series || (state.ratio && !(series.ratio > 0))) {
    made.className = 'absent';
    made.append('–');
  } else {
    const value = state.ratio ? series.ratio : series.median, [low, high] = state.ratio ? [series.ratioLow, series.ratioHigh] : [series.low, series.high];
    const text = number => state.ratio ? times(number) : significant(number / column.unit[0]);
    if (isMarked(one, measure))
      made.append(element('span', { class: 'doubt' }, '‡'));
    made.append(text(value) + (one.outcome === Outcome.unfinished ? '*' : ''));
    if (state.intervals)
      made.append(element('small', {}, low !== null ? `${text(low)} – ${text(high)}` : series.n === 1 ? '' : `n = ${series.n}`));
    const heat = Math.min(1, Math.log(value / column.least) / Math.log(span));
    made.style.setProperty('--heat', `${Math.round(100 * heat)}%`);
    made.classList.add('heat');
    if (value === column.least)
      made.classList.add('best');
  }
  if (one)
    made.dataset.tip = tipOf(one, series);
  return made;
}

function drawLegend(span) {
  const text = `the least of its column`, most = `${significant(span)}× that or more, on a logarithmic scale${runs.length > 1 ? ', of this machine alone' : ''}`;
  $('legend').replaceChildren(element('span', {}, text), element('span', { class: 'scale', 'aria-hidden': 'true' }), element('span', {}, most));
}
