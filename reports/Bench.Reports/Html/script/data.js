// The data as objects, and the rows of figures.

function decode(raw) {
  const backends = raw.backends.map(([id, title, klass], i) => ({ id, title, class: klass, i }));
  const cases = raw.cases.map(([w, s, b, outcome, cause]) => ({ workload: raw.workloads[w], size: raw.sizes[s], backend: backends[b], outcome, cause, series: [], doubts: [] }));
  for (const [c, m, n, median, low, high, ratio, ratioLow, ratioHigh, min, max, values] of raw.series)
    cases[c].series[m] = { case: cases[c], measure: data.measures[m], n, median, low, high, ratio, ratioLow, ratioHigh, min, max, values };
  for (const { kind, phase, cases: doubted } of raw.doubts)
    for (const c of doubted)
      // What holds for most cases is no mark of this one.
      cases[c].doubts.push({ kind, phase, marks: doubted.length < raw.cases.length / 4 });
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

/** What is doubted of a measure of a case; a doubt without a phase is of all of them. */
const doubtsOf = (one, measure) => one.doubts.filter(doubt => !doubt.phase || doubt.phase === measure.id);

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
    case 'quantiles':
    case 'parts': return cases.flatMap(one => wanted.map((id, order) => [one.series[measures.get(id).i], order]).filter(([found]) => found)
      .map(([found, order]) => ({ ...base(one), value: found.median, order, part: found.measure.title, tip: tipOf(one, found) })));
    default: throw new Error(`no rows of kind ${kind}`);
  }
}
