// What every part of the page shares: the data, and what is chosen.

const data = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
const measures = new Map(data.measures.map((one, i) => [one.id, { ...one, i }]));
const Outcome = { measured: 0, unfinished: 1, failed: 2, skipped: 3 };
const runs = data.runs.map(decode);
const dark = matchMedia('(prefers-color-scheme: dark)');
const state = { run: 0, size: null, measure: 'total', ratio: false, find: '', off: { class: new Set(), backend: new Set(), workload: new Set() }, intervals: false, absent: false, sort: null, printing: false };
const hasFigures = typeof vega === 'object' && typeof vegaLite === 'object';
