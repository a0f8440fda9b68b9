// Checks a Job against the published schema of batch/v1: node kubernetes.mjs NODE_MODULES JOB.json
// Prints a fault a line. Members that the schema does not know are those that its validator never looked at.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { Job } = await import(pathToFileURL(path.join(process.argv[2], 'kubernetes-models/batch/v1/Job.js')).href);

const seen = new Set();
const watched = (value, at) => typeof value !== 'object' || value === null ? value : new Proxy(value, {
  get(target, key) {
    if (typeof key === 'string')
      seen.add(`${at}/${key}`);
    return watched(target[key], `${at}/${String(key)}`);
  },
});
const unknown = (value, at) => typeof value !== 'object' || value === null ? [] : Object.entries(value).flatMap(([key, inner]) => {
  const here = `${at}/${key}`;
  return Array.isArray(value) || seen.has(here) ? unknown(inner, here) : [`${here} is no member of the schema`];
});

const { apiVersion, kind, ...given } = JSON.parse(await readFile(process.argv[3], 'utf8'));
if (apiVersion !== Job.apiVersion || kind !== Job.kind)
  console.log(`expected ${Job.kind} of ${Job.apiVersion}, found ${kind} of ${apiVersion}`);
const job = new Job({});
for (const [key, value] of Object.entries(given))
  Object.defineProperty(job, key, { value: watched(value, `/${key}`), enumerable: true });
try {
  job.validate();
} catch (fault) {
  console.log(fault.message);
}
for (const fault of Object.keys(given).flatMap(key => unknown(given[key], `/${key}`)))
  console.log(fault);
