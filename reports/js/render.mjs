// Draws Vega-Lite specifications: node render.mjs NODE_MODULES JOBS.json
// JOBS.json: { "fonts": [file], "scale": number, "jobs": [{ "spec": {}, "svg": file or null, "png": file or null }] }
// The fonts are named because a bare machine has none, and text would silently be missing.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, jobsFile] = process.argv.slice(2);
const load = file => import(pathToFileURL(path.join(modules, file)).href);
const vega = await load('vega/build/vega.module.js');
const vegaLite = await load('vega-lite/build/index.js');
const { fonts, scale, jobs } = JSON.parse(await readFile(jobsFile, 'utf8'));
const Resvg = jobs.some(job => job.png) ? createRequire(path.join(path.resolve(modules), 'x.js'))('@resvg/resvg-js').Resvg : null;

for (const job of jobs) {
  const view = new vega.View(vega.parse(vegaLite.compile(job.spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  if (job.svg)
    await writeFile(job.svg, svg);
  if (job.png)
    await writeFile(job.png, new Resvg(svg, {
      background: 'white',
      fitTo: { mode: 'zoom', value: scale },
      font: { loadSystemFonts: false, fontFiles: fonts, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
    }).render().asPng());
}
