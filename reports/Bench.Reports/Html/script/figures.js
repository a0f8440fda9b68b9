// Figures.

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
  const parts = ['phases', 'parts'].includes(figure.rows) ? [] : [...Map.groupBy(rows.filter(row => number(row) !== undefined), row => row[facet])].map(([name, group]) => {
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
