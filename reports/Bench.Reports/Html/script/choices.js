// Choices, and the start of all.

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
