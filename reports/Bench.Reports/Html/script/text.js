// Numbers as text.

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
  const doubts = series ? doubtsOf(one, series.measure) : one.doubts;
  if (doubts.length)
    lines.push(`doubts: ${doubts.map(doubt => doubt.kind).join(', ')}`);
  if (one.outcome === Outcome.skipped)
    lines[lines.length - 1] = 'skipped: the reason stands below';
  return lines.join('\n');
}
