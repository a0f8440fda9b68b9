#include "nn.h"

#include "runtime.h"

typedef uint32_t u32;

enum { LOAD, LOAD_BY_NAME, INIT_EXECUTION_CONTEXT, SET_INPUT, COMPUTE, GET_OUTPUT, UNLOAD };

static u32 call(const Nn *nn, u32 function, const u32 *arguments) {
    int64_t result = nn->call(nn->owner, function, arguments);
    if (result < 0) host_trap("the host refused");
    return (u32)result;
}

u32 NN(load)(Nn *nn, u32 builders, u32 count, u32 encoding, u32 target, u32 graph) {
    return call(nn, LOAD, (u32[]){builders, count, encoding, target, graph});
}

u32 NN(load_by_name)(Nn *nn, u32 name, u32 length, u32 graph) { return call(nn, LOAD_BY_NAME, (u32[]){name, length, graph}); }

u32 NN(init_execution_context)(Nn *nn, u32 graph, u32 context) { return call(nn, INIT_EXECUTION_CONTEXT, (u32[]){graph, context}); }

u32 NN(set_input)(Nn *nn, u32 context, u32 index, u32 tensor) { return call(nn, SET_INPUT, (u32[]){context, index, tensor}); }

u32 NN(compute)(Nn *nn, u32 context) { return call(nn, COMPUTE, (u32[]){context}); }

u32 NN(get_output)(Nn *nn, u32 context, u32 index, u32 to, u32 room, u32 written) {
    return call(nn, GET_OUTPUT, (u32[]){context, index, to, room, written});
}

u32 NN(unload)(Nn *nn, u32 graph) { return call(nn, UNLOAD, (u32[]){graph}); }
