// Runs a WASI preview 1 program: node --no-warnings wasi.cjs MODULE.wasm ARGUMENTS…   (deno run -A, bun: the same)
// The guest's exit code is passed on; a trap is one line on standard error and exit code 134; what is no module exits with 1.
// The streams are the process's own file descriptors, written synchronously by the engine: nothing is buffered here.
// CommonJS, because the loader of ES modules costs node 5 of its 53 ms.
'use strict';
const { readFileSync, writeSync } = require('node:fs');
const { WASI } = require('node:wasi');

const EXIT_TRAP = 134; // as abort() of a native program
const EXIT_CANNOT_START = 1;

function end(line, code) {
  writeSync(2, line + '\n');
  process.exit(code);
}

const [file, ...args] = process.argv.slice(2);
if (!file) end('usage: wasi.cjs MODULE.wasm ARGUMENTS…', EXIT_CANNOT_START);

const wasi = new WASI({ version: 'preview1', args: [file, ...args], env: process.env, returnOnExit: true });
// Node 20 collects the object while the guest runs, once memory grows, and then aborts in its destructor: 17 of 40 runs of
// tests/guests/eat.c did. A reference from the global object keeps it: 0 of 60.
globalThis.wasi = wasi;

let instance;
try {
  // Synchronous: the asynchronous forms reach main no sooner.
  instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), { wasi_snapshot_preview1: wasi.wasiImport });
} catch (error) {
  end(`wasi.cjs: ${file}: ${error.message}`, EXIT_CANNOT_START);
}

try {
  process.exit(wasi.start(instance)); // bun answers undefined for a guest that returns: 0 like the others
} catch (error) {
  // Infinite recursion is a RangeError in V8 and JavaScriptCore.
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) end(`trap: ${error.message}`, EXIT_TRAP);
  throw error;
}
