# One worker, which runs the program beside it; the socket's address is given on the command line.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .program),
    # Nothing of a benchmark leaves the machine; and the certificates of the default service need not be read.
    (name = "internet", network = (allow = [])),
  ],
  sockets = [(name = "http", http = (), service = "main")],
);

const program :Workerd.Worker = (
  compatibilityDate = "2026-11-17",
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "program.wasm", wasm = embed "program.wasm"),
  ],
);
