'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const $ = id => document.getElementById(id);
  const measures = new Map(data.measures.map((one, i) => [one.id, { ...one, i }]));
  const Outcome = { measured: 0, unfinished: 1, failed: 2, skipped: 3 };
  const runs = data.runs.map(decode);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const state = { run: 0, size: null, measure: 'total', ratio: false, find: '', off: { class: new Set(), backend: new Set(), workload: new Set() }, intervals: false, absent: false, sort: null, printing: false };
  const hasFigures = typeof vega === 'object' && typeof vegaLite === 'object';

  // ---- the data

  function decode(raw) {
    const backends = raw.backends.map(([id, title, klass], i) => ({ id, title, class: klass, i }));
    const cases = raw.cases.map(([w, s, b, outcome, cause]) => ({ workload: raw.workloads[w], size: raw.sizes[s], backend: backends[b], outcome, cause, series: [], doubts: [], marked: false }));
    for (const [c, m, n, median, low, high, ratio, ratioLow, ratioHigh, min, max, values] of raw.series)
      cases[c].series[m] = { case: cases[c], measure: data.measures[m], n, median, low, high, ratio, ratioLow, ratioHigh, min, max, values };
    for (const { kind, cases: doubted } of raw.doubts)
      for (const c of doubted) {
        cases[c].doubts.push(kind);
        // What holds for most cases is no mark of this one.
        cases[c].marked ||= doubted.length < raw.cases.length / 4;
      }
    const key = (workload, size, backend) => JSON.stringify([workload, size, backend]);
    const byKey = new Map(cases.map(one => [key(one.workload, one.size, one.backend.id), one]));
    return {
      title: raw.title, workloads: raw.workloads, sizes: raw.sizes, backends, cases,
      caseOf: (workload, size, backend) => byKey.get(key(workload, size, backend)),
      iterations: raw.iterations.map(([c, process, thinned, iterations, times]) => ({ case: cases[c], process, thinned, iterations, times })),
      paybacks: raw.paybacks.map(([c, other, state, value, low, high]) => ({ case: cases[c], other: backends[other], state, value, low, high })),
      means: raw.means.map(([b, s, m, value, low, high, workloads, planned]) => ({ backend: backends[b], size: raw.sizes[s], measure: data.measures[m], value, low, high, workloads, planned })),
    };
  }

  const shownBackend = backend => !state.off.class.has(backend.class) && !state.off.backend.has(backend.id);
  const matches = (...texts) => texts.some(text => text.toLowerCase().includes(state.find));
  const shownCase = one => one.size === state.size && shownBackend(one.backend) && !state.off.workload.has(one.workload)
    && (state.find === '' || matches(one.backend.id, one.backend.title, one.workload));
  const shownMean = one => one.size === state.size && shownBackend(one.backend) && (state.find === '' || matches(one.backend.id, one.backend.title));

  /** Rows of a figure; their members are those of FigureData.cs, and the text of a tooltip. */
  function rowsOf(kind, wanted, caseFilter = shownCase, meanFilter = shownMean) {
    const run = runs[state.run];
    const base = one => ({ workload: one.workload, size: one.size, backend: one.backend.id, class: one.backend.class });
    const cases = run.cases.filter(caseFilter);
    const series = cases.flatMap(one => wanted.map(id => one.series[measures.get(id).i]).filter(Boolean));
    const row = one => ({ ...base(one.case), measure: one.measure.title, tip: tipOf(one.case, one) });
    switch (kind) {
      case 'weights': return cases.flatMap(one => {
        const memory = one.series[measures.get('memory').i], shipped = one.series[measures.get('image').i] ?? one.series[measures.get('artifact').i];
        return [[memory, 'peak memory'], [shipped, 'size of what is shipped']].filter(([found]) => found)
          .map(([found, weight]) => ({ ...base(one), median: found.median, weight, tip: tipOf(one, found) }));
      });
      case 'ratios': return series.filter(one => one.ratio > 0 && one.case.backend.id !== data.baseline)
        .map(one => ({ ...row(one), ratio: one.ratio, low: one.ratioLow, high: one.ratioHigh }));
      case 'values': return series.flatMap(one => {
        const shared = row(one);
        return one.values.map((value, i) => i === 0 ? { ...shared, value, median: one.median, low: one.low, high: one.high } : { ...shared, value });
      });
      case 'phases': return cases.filter(one => wanted.every(id => one.series[measures.get(id).i])).flatMap(one => {
        const median = id => one.series[measures.get(id).i].median;
        const startup = median('startup'), execute = median('execute'), rest = Math.max(0, median('total') - startup - execute);
        return [['startup', startup], ['execute', execute], ['rest', rest]].map(([part, value], order) =>
          ({ ...base(one), value, order, part, tip: `${one.backend.title}\n${one.workload}: ${part} ${withUnit(value, 'time')}` }));
      });
      case 'iterations': return run.iterations.filter(one => caseFilter(one.case)).flatMap(one => one.times.map((value, i) =>
        ({ ...base(one.case), process: one.process, iteration: one.iterations[i], value, tip: `${one.case.backend.title}\n${one.case.workload}, process ${one.process}\niteration ${one.iterations[i]}: ${withUnit(value, 'time')}` })));
      case 'means': return run.means.filter(one => meanFilter(one) && one.backend.id !== data.baseline && wanted.includes(one.measure.id)).map(one => ({
        backend: one.backend.id, class: one.backend.class, value: one.value, low: one.low, high: one.high, workloads: one.workloads, planned: one.planned, measure: one.measure.title,
        tip: `${one.backend.title}\n${one.measure.title}: ${times(one.value)} of ${data.baseline}${one.low ? ` (${times(one.low)} to ${times(one.high)})` : ''}\nover ${one.workloads} of ${one.planned} workloads`,
      }));
      case 'paybacks': return run.paybacks.filter(one => one.state !== 'unclear' && caseFilter(one.case)).map(one => ({
        ...base(one.case), class: one.other.class, state: one.state, ...(one.state === 'paid' ? { value: one.value, low: one.low, high: one.high } : {}),
        tip: `${one.case.backend.title}\n${one.case.workload}, against ${one.other.id}\n${one.state === 'paid' ? `paid after ${significant(one.value)} executions${one.low ? ` (${significant(one.low)} to ${significant(one.high)})` : ''}` : 'never pays: it is not faster'}`,
      }));
      default: throw new Error(`no rows of kind ${kind}`);
    }
  }

  // ---- numbers as text

  const units = {
    time: [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']],
    bytes: [[2 ** 30, 'GiB'], [2 ** 20, 'MiB'], [2 ** 10, 'KiB'], [1, 'B']],
    count: [[1e9, '10⁹'], [1e6, '10⁶'], [1e3, '10³'], [1, '']],
  };
  const unitOf = (value, kind) => units[kind].find(([size]) => value >= size) ?? units[kind].at(-1);

  /** Three significant digits, never in exponent notation. */
  function significant(value) {
    if (value === 0)
      return '0';
    const rounded = Number(value.toPrecision(3));
    return rounded.toFixed(Math.min(20, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded)) + 1e-12))));
  }

  function withUnit(value, kind) {
    const [size, name] = unitOf(value, kind);
    return `${significant(value / size)} ${name}`.trim();
  }

  const times = value => `${significant(value)}×`;
  const median = values => { const sorted = values.toSorted((a, b) => a - b); return sorted[sorted.length >> 1]; };

  function tipOf(one, series) {
    const lines = [one.backend.title, `${one.workload}, ${one.size}`];
    if (series) {
      const kind = series.measure.kind;
      lines.push(`${series.measure.title}: ${withUnit(series.median, kind)}`);
      if (series.low !== null)
        lines.push(`95 % interval ${withUnit(series.low, kind)} to ${withUnit(series.high, kind)}`);
      else if (series.n < data.fewestForInterval)
        lines.push(`no interval: ${series.n} of the ${data.fewestForInterval} values that one needs`);
      if (series.n > 1)
        lines.push(`${series.n} values from ${withUnit(series.min, kind)} to ${withUnit(series.max, kind)}`);
      if (series.ratio !== null && one.backend.id !== data.baseline)
        lines.push(`${times(series.ratio)} of ${data.baseline}${series.ratioLow !== null ? ` (${times(series.ratioLow)} to ${times(series.ratioHigh)})` : ''}`);
    } else {
      lines.push('not measured');
    }
    if (one.outcome === Outcome.failed)
      lines[lines.length - 1] = `failed: ${one.cause}`;
    if (one.outcome === Outcome.unfinished)
      lines.push('interrupted before all of its processes had run');
    if (one.doubts.length)
      lines.push(`doubts: ${one.doubts.join(', ')}`);
    if (one.outcome === Outcome.skipped)
      lines[lines.length - 1] = 'skipped: the reason stands below';
    return lines.join('\n');
  }

  // ---- the table

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
    $('matrix-note').textContent = `${capital(measure.title)}: ${measure.note}. ${state.ratio ? `Divided by the median of ${data.baseline}; below 1 is better.` : 'Less is better.'} Point at a cell, tap it or move with the arrow keys for its interval.${shown.some(one => one.marked) ? ' ‡ stands under Findings.' : ''}`;
    drawLegend(span);
  }

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
      if (one.marked)
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

  // ---- tips, and moving between cells

  function showTip(text, x, y) {
    const tip = $('tip');
    tip.textContent = text;
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(x + 12, innerWidth - box.width - 8))}px`;
    tip.style.top = `${y + 16 + box.height > innerHeight ? Math.max(4, y - box.height - 12) : y + 16}px`;
  }

  const hideTip = () => { $('tip').hidden = true; };

  function wireTable() {
    const table = $('table');
    const cellAt = event => event.target.closest?.('td[data-tip]');
    table.addEventListener('pointermove', event => { const found = cellAt(event); if (found) showTip(found.dataset.tip, event.clientX, event.clientY); else hideTip(); });
    table.addEventListener('pointerleave', hideTip);
    table.addEventListener('focusin', event => {
      const found = cellAt(event);
      if (!found)
        return hideTip();
      for (const other of table.querySelectorAll('td[tabindex="0"]'))
        other.tabIndex = -1;
      found.tabIndex = 0;
      const box = found.getBoundingClientRect();
      showTip(found.dataset.tip, box.left, box.bottom - 12);
    });
    table.addEventListener('focusout', hideTip);
    table.addEventListener('keydown', event => {
      const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      const found = cellAt(event);
      if (event.key === 'Escape')
        hideTip();
      if (!moves || !found)
        return;
      event.preventDefault();
      const rows = [...table.querySelectorAll('tr[data-backend]')];
      const row = rows[rows.indexOf(found.parentElement) + moves[0]];
      const next = row?.children[[...found.parentElement.children].indexOf(found) + moves[1]];
      if (next?.matches('td'))
        next.focus();
    });
  }

  // ---- figures

  const drawn = new Map();   // figure id to its view
  const visible = new Set();

  function fill(spec, words) {
    return JSON.parse(JSON.stringify(spec), (_, value) => typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : value);
  }

  const textWidth = (() => {
    const context = document.createElement('canvas').getContext('2d');
    context.font = '11px system-ui, sans-serif';
    return text => context.measureText(text).width;
  })();

  function wordsOf(figure, rows, wanted, room, again) {
    const theme = data.themes[dark.matches && !state.printing ? 'dark' : 'light'];
    const present = theme.words.$classes.map((name, i) => [name, i]).filter(([name]) => rows.some(row => row.class === name));
    const pick = word => present.map(([, i]) => theme.words[word][i]);
    const backends = runs[state.run].backends.map(one => one.id).filter(id => rows.some(row => row.backend === id));
    const labelWidth = Math.ceil(Math.max(...backends.map(textWidth))) + 12;
    const facet = figure.spec.facet.field;
    const facets = new Set(rows.map(row => row[facet])).size;
    const left = facet === 'backend' ? 60 : labelWidth, gap = 32, least = 116;
    const fitting = Math.max(1, Math.min(facets, Math.floor((room - left) / (least + gap))));
    const columns = Math.ceil(facets / Math.ceil(facets / fitting));   // rows of about equal length
    const kind = measures.get(wanted[0] ?? 'total').kind, label = data.labels[kind];
    const sharedAxis = figure.rows === 'means' || figure.rows === 'paybacks';
    const groups = Map.groupBy(rows, row => sharedAxis ? '' : row[facet]);
    const withOne = ['means', 'ratios'].includes(figure.rows);
    const narrow = [...groups.values()].some(group => {
      const values = group.flatMap(row => [row.value, row.median, row.ratio, row.low, row.high]).filter(value => value > 0).concat(withOne ? [1] : []);
      return values.length > 0 && values.reduce((a, b) => Math.max(a, b)) / values.reduce((a, b) => Math.min(a, b)) < (withOne ? data.labels.narrowWithOne : data.labels.narrow);
    });
    const round = text => data.labels.round.replace('$', () => text);
    return {
      theme,
      words: {
        ...theme.words, $classes: pick('$classes'), $classColours: pick('$classColours'), $classShapes: pick('$classShapes'),
        $backends: backends, $workloads: runs[state.run].workloads.filter(id => rows.some(row => row.workload === id)), $baseline: data.baseline, $columns: columns, $labelWidth: labelWidth,
        $width: Math.max(90, Math.min(420, Math.floor((room - left - 24) / columns - (columns > 1 ? gap : 22)))),
        $label: label, $logLabel: kind === 'bytes' || narrow ? label : round(label), $logBase: kind === 'bytes' ? 2 : 10, $logTicks: kind === 'bytes' ? data.labels.byteTicks : data.labels.logTicks,
        $countLabel: narrow ? data.labels.count : round(data.labels.count), $legendColumns: Math.max(1, Math.floor((room - 20) / 115) - (again ? 1 : 0)),
        $ratioLabel: narrow ? data.labels.ratio : round(data.labels.ratio),
      },
    };
  }

  function describe(figure, rows) {
    const number = row => row.ratio ?? row.value ?? row.median;
    const facet = figure.spec.facet.field;
    const text = number => ['ratios', 'means'].includes(figure.rows) ? times(number) : figure.rows === 'paybacks' ? significant(number) : withUnit(number, figure.rows === 'weights' ? 'bytes' : measures.get(state.measure).kind);
    const parts = figure.rows === 'phases' ? [] : [...Map.groupBy(rows.filter(row => number(row) !== undefined), row => row[facet])].map(([name, group]) => {
      const ordered = group.toSorted((a, b) => number(a) - number(b)), least = ordered[0], most = ordered.at(-1);
      return `${name}: from ${text(number(least))} (${least.backend}) to ${text(number(most))} (${most.backend})`;
    });
    return [document.querySelector(`[data-figure="${figure.id}"] h3`).textContent, `size ${state.size}`, ...parts, 'The matrix has the numbers.'].join('. ');
  }

  /** Labels may stand out at the right by more than was reckoned: then it is drawn once more, that much narrower and with a narrower legend. */
  function drawFigure(figure, excess = 0) {
    const holder = $(figure.id), plot = holder.querySelector('.plot');
    const wanted = figure.measures.length ? figure.measures : [state.measure];
    const rows = rowsOf(figure.rows, wanted);
    const { theme, words } = wordsOf(figure, rows, figure.rows === 'iterations' ? ['total'] : wanted, (plot.clientWidth || 900) - excess, excess > 0);
    const compiled = vegaLite.compile(fill(figure.spec, words), { config: theme.config }).spec;
    drawn.get(figure.id)?.finalize();
    plot.replaceChildren();
    const view = new vega.View(vega.parse(compiled), { renderer: rows.length > 5000 ? 'canvas' : 'svg', logLevel: vega.Error, tooltip: (_, event, __, value) => {
      if (value)
        showTip(String(value), event.clientX, event.clientY);
      else
        hideTip();
    } });
    view.data('rows', rows).initialize(plot).run();
    drawn.set(figure.id, view);
    // Vega knows its size only after a second pass.
    if (excess === 0)
      view.runAsync().then(() => {
        if (drawn.get(figure.id) === view && plot.scrollWidth > plot.clientWidth)
          drawFigure(figure, plot.scrollWidth - plot.clientWidth + 2);
      });
    plot.setAttribute('aria-label', describe(figure, rows));
    const measure = measures.get(state.measure);
    holder.querySelector('.what').textContent = `${figure.measures.length || figure.rows === 'iterations' ? '' : `${capital(measure.title)}, ${measure.note}; `}size ${state.size}`;
    const thinned = figure.rows === 'values' ? runs[state.run].cases.filter(shownCase).map(one => one.series[measure.i]).filter(one => one && one.values.length < one.n)
      : figure.rows === 'iterations' ? runs[state.run].iterations.filter(one => shownCase(one.case) && one.thinned) : [];
    const note = holder.querySelector('.thinned');
    note.hidden = thinned.length === 0;
    note.textContent = figure.rows === 'iterations' ? 'Thinned: all of the first iterations, later ones at equal ratios.'
      : `Thinned: where a case has more than ${thinned[0]?.values.length} processes, the dots are that many quantiles at equal steps from its smallest value to its largest.`;
  }

  function refreshFigures() {
    for (const figure of data.figures) {
      const wanted = figure.measures.length ? figure.measures : [state.measure];
      const has = hasFigures && rowsOf(figure.rows, wanted).length > 0;
      $(figure.id).hidden = !has;
      for (const link of document.querySelectorAll(`[data-figure-link="${figure.id}"]`))
        link.hidden = !has;
      if (!has) {
        drawn.get(figure.id)?.finalize();
        drawn.delete(figure.id);
      } else if (visible.has(figure.id) || state.printing) {
        drawFigure(figure);
      } else {
        drawn.get(figure.id)?.finalize();
        drawn.delete(figure.id);
      }
    }
  }

  // ---- choices

  function choice(type, name, value, checked, onChange, children) {
    const input = element('input', { type, name, value });
    input.checked = checked;
    input.addEventListener('change', () => onChange(input));
    return element('label', {}, input, element('span', {}, ...children));
  }

  function switches(id, kind, values, children = value => [value]) {
    const field = $(id);
    for (const old of field.querySelectorAll('label'))
      old.remove();
    for (const value of values)
      field.append(choice('checkbox', kind, value, !state.off[kind].has(value), input => { state.off[kind][input.checked ? 'delete' : 'add'](value); draw(); }, children(value)));
  }

  function chooseRun(index) {
    state.run = index;
    const run = runs[index];
    if (!run.sizes.includes(state.size))
      state.size = run.sizes[0];
    state.sort = null;
    for (const block of document.querySelectorAll('[data-of-run]'))
      block.hidden = Number(block.dataset.ofRun) !== index;
    for (const tab of document.querySelectorAll('[role=tab]')) {
      const selected = Number(tab.dataset.run) === index;
      tab.setAttribute('aria-selected', String(selected));
      tab.tabIndex = selected ? 0 : -1;
    }
    for (const old of $('sizes').querySelectorAll('label'))
      old.remove();
    for (const size of run.sizes)
      $('sizes').append(choice('radio', 'size', size, size === state.size, () => { state.size = size; state.sort = null; draw(); }, [size]));
    const withNumbers = data.measures.filter((_, i) => run.cases.some(one => one.series[i]));
    if (!withNumbers.some(one => one.id === state.measure))
      state.measure = withNumbers[0]?.id ?? 'total';
    $('measure').replaceChildren(...withNumbers.map(one => new Option(one.title, one.id, false, one.id === state.measure)));
    const active = run.backends.filter(backend => run.cases.some(one => one.backend === backend && one.outcome !== Outcome.skipped));
    switches('classes', 'class', data.themes.light.words.$classes.filter(name => active.some(one => one.class === name)), name => [mark(name), name]);
    switches('backends', 'backend', active.map(one => one.id));
    switches('workloads', 'workload', run.workloads);
    $('absent').closest('label').hidden = active.length === run.backends.length;
    draw();
  }

  function draw() {
    hideTip();
    drawTable();
    refreshFigures();
  }

  function wireControls() {
    $('controls').addEventListener('submit', event => event.preventDefault());
    $('measure').addEventListener('change', event => { state.measure = event.target.value; state.sort = null; draw(); });
    for (const radio of document.querySelectorAll('input[name=show]'))
      radio.addEventListener('change', () => { state.ratio = document.querySelector('input[name=show]:checked').value === 'ratio'; drawTable(); });
    $('find').addEventListener('input', event => { state.find = event.target.value.trim().toLowerCase(); draw(); });
    $('intervals').addEventListener('change', event => { state.intervals = event.target.checked; drawTable(); });
    $('absent').addEventListener('change', event => { state.absent = event.target.checked; drawTable(); });
    const tabs = [...document.querySelectorAll('[role=tab]')];
    tabs.forEach((tab, i) => {
      tab.addEventListener('click', () => chooseRun(i));
      tab.addEventListener('keydown', event => {
        const next = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[event.key];
        if (next !== undefined && tabs[next]) {
          event.preventDefault();
          tabs[next].focus();
          chooseRun(next);
        }
      });
    });
  }

  function wireFigures() {
    if (!hasFigures)
      return;
    const observer = new IntersectionObserver(entries => {
      for (const entry of entries) {
        const id = entry.target.id;
        visible[entry.isIntersecting ? 'add' : 'delete'](id);
        if (entry.isIntersecting && !drawn.has(id) && !entry.target.hidden)
          drawFigure(data.figures.find(one => one.id === id));
      }
    }, { rootMargin: '600px' });
    for (const figure of data.figures)
      observer.observe($(figure.id));
    dark.addEventListener('change', refreshFigures);
    let width = innerWidth, timer = 0;
    addEventListener('resize', () => {
      if (innerWidth === width)
        return;
      width = innerWidth;
      clearTimeout(timer);
      timer = setTimeout(refreshFigures, 150);
    });
    addEventListener('beforeprint', () => { state.printing = true; refreshFigures(); });
    addEventListener('afterprint', () => { state.printing = false; refreshFigures(); });
  }

  wireTable();
  wireControls();
  wireFigures();
  chooseRun(0);

  // For whoever looks at the numbers in the browser's console, and for the tests.
  window.benchReport = { data, rows: (kind, measure, size) => rowsOf(kind, measure, one => one.size === size, one => one.size === size), drawAll: () => { data.figures.forEach(one => visible.add(one.id)); refreshFigures(); } };
})();
