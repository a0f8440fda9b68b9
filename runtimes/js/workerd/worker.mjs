// Runs a WASI preview 1 program once for each request: what a platform of functions does, with its module compiled when the worker starts.
//
//   request   POST, the program's arguments as a JSON array of strings
//   answer    body: standard output, then standard error, whose length is in bench-errors
//             bench-exit: the guest's exit code, or bench-trap: one line that says why there is none
//
// Time stands still in workerd while a program runs, so what a guest says of its own times means nothing.
import program from './program.wasm';

const MODULE = 'wasi_snapshot_preview1';
const OUTPUT_LIMIT = 1 << 28; // bytes of each stream: the guest's next write answers ENOSPC

// WASI's errno, snapshot 1.
const SUCCESS = 0;
const EBADF = 8;
const EINVAL = 28;
const ENOSPC = 51;
const ENOSYS = 52;
const ESPIPE = 70;

const UNKNOWN_FILE = 0; // as engines call a pipe; of a character device libc would think that a person reads, and write line by line
const RIGHT_FD_WRITE = 1n << 6n;
const RANDOM_CHUNK = 65536; // most that getRandomValues takes

class Exit {
  constructor(code) {
    this.code = code;
  }
}

class Output {
  chunks = [];
  length = 0;

  write(bytes) {
    if (this.length + bytes.length > OUTPUT_LIMIT) return ENOSPC;
    this.chunks.push(bytes.slice()); // the guest goes on using its memory
    this.length += bytes.length;
    return SUCCESS;
  }

  copyTo(target, at) {
    for (const chunk of this.chunks) {
      target.set(chunk, at);
      at += chunk.length;
    }
  }
}

/** One run of the program: its streams, and the functions that it imports. */
class Run {
  outputs = [null, new Output(), new Output()]; // by descriptor; standard input is empty

  constructor(args) {
    this.args = args.map((text) => new TextEncoder().encode(text + '\0'));
  }

  get view() {
    const { buffer } = this.memory;
    if (this.seen?.buffer !== buffer) this.seen = new DataView(buffer); // memory that has grown is another buffer
    return this.seen;
  }

  bytes(at, length) {
    return new Uint8Array(this.memory.buffer, at >>> 0, length >>> 0);
  }

  // What is not here is refused with ENOSYS.
  functions = {
    args_sizes_get: (count, size) => {
      this.view.setUint32(count, this.args.length, true);
      this.view.setUint32(size, this.args.reduce((sum, one) => sum + one.length, 0), true);
      return SUCCESS;
    },
    args_get: (pointers, text) => {
      for (const one of this.args) {
        this.view.setUint32(pointers, text, true);
        this.bytes(text, one.length).set(one);
        pointers += 4;
        text += one.length;
      }
      return SUCCESS;
    },
    environ_sizes_get: (count, size) => {
      this.view.setUint32(count, 0, true);
      this.view.setUint32(size, 0, true);
      return SUCCESS;
    },
    environ_get: () => SUCCESS,
    clock_time_get: (clock, _precision, time) => {
      if (clock > 1) return EINVAL; // processor time, of a process or of a thread
      this.view.setBigUint64(time, BigInt(Date.now()) * 1_000_000n, true);
      return SUCCESS;
    },
    random_get: (at, length) => {
      for (let done = 0; done < length; done += RANDOM_CHUNK)
        crypto.getRandomValues(this.bytes(at + done, Math.min(RANDOM_CHUNK, length - done)));
      return SUCCESS;
    },
    fd_fdstat_get: (fd, stat) => {
      if (fd > 2) return EBADF;
      this.bytes(stat, 24).fill(0);
      this.view.setUint8(stat, UNKNOWN_FILE);
      this.view.setBigUint64(stat + 8, fd === 0 ? 0n : RIGHT_FD_WRITE, true);
      return SUCCESS;
    },
    fd_write: (fd, vectors, count, written) => {
      const output = this.outputs[fd];
      if (!output) return EBADF;
      let total = 0;
      for (let i = 0; i < count; i++) {
        const length = this.view.getUint32(vectors + 8 * i + 4, true);
        const error = output.write(this.bytes(this.view.getUint32(vectors + 8 * i, true), length));
        if (error !== SUCCESS) return error;
        total += length;
      }
      this.view.setUint32(written, total, true);
      return SUCCESS;
    },
    fd_read: (fd, _vectors, _count, read) => {
      if (fd !== 0) return EBADF;
      this.view.setUint32(read, 0, true);
      return SUCCESS;
    },
    fd_seek: (fd) => (fd > 2 ? EBADF : ESPIPE),
    fd_close: (fd) => (fd > 2 ? EBADF : SUCCESS),
    fd_prestat_get: () => EBADF, // no folders: this ends libc's search for them
    proc_exit: (code) => {
      throw new Exit(code);
    },
  };

  get imports() {
    const all = { ...this.functions };
    for (const { module, name } of WebAssembly.Module.imports(program))
      if (module === MODULE) all[name] ??= () => ENOSYS;
    return { [MODULE]: all };
  }

  /** The answer's headers that say how it ended. */
  toEnd() {
    try {
      const { exports } = new WebAssembly.Instance(program, this.imports);
      this.memory = exports.memory;
      exports._start();
      return { 'bench-exit': '0' };
    } catch (error) {
      if (error instanceof Exit) return { 'bench-exit': String(error.code) };
      return { 'bench-trap': `${error?.name}: ${error?.message}`.replace(/[^\x20-\x7e]/g, ' ') };
    }
  }

  answer() {
    const headers = this.toEnd();
    const [, output, errors] = this.outputs;
    const body = new Uint8Array(output.length + errors.length);
    output.copyTo(body, 0);
    errors.copyTo(body, output.length);
    return new Response(body, { headers: { ...headers, 'bench-errors': String(errors.length) } });
  }
}

export default {
  async fetch(request) {
    return new Run(['program', ...(await request.json())]).answer();
  },
};
