using System.Runtime.InteropServices;
using Bench.Inference;

namespace Bench.Tests;

/// <summary><c>wasi_ephemeral_nn</c> call by call, as a guest sees it.</summary>
public sealed class WasiNnTests : IDisposable
{
    private const uint Result = 0, Name = 16, Builder = 64, Tensor = 96, Dimensions = 128, Data = 256, Output = 512, Model = 4096;
    private const int MemoryBytes = 65536;
    private const uint Outside = MemoryBytes - 3;

    private const uint Onnx = 1, Cpu = 0, F32 = 1;

    private readonly TempFolder _folder = new();
    private readonly FakeMemory _memory = new(MemoryBytes);
    private readonly NnModels _models;
    private WasiNn _nn;

    public WasiNnTests()
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        Directory.CreateDirectory(_folder["negate"]);
        File.WriteAllBytes(_folder["negate/negate.onnx"], TinyModel.Of("Neg", ["x"], 2, 2));
        Directory.CreateDirectory(_folder["damaged"]);
        File.WriteAllBytes(_folder["damaged/damaged.onnx"], [1, 2, 3]);
        Directory.CreateDirectory(_folder["empty"]);
        _models = NnModels.InFoldersOf(_folder.Path);
        _nn = new WasiNn(_models, NnLimits.OwnModels);
    }

    public void Dispose()
    {
        _nn.Dispose();
        _models.Dispose();
        _folder.Dispose();
    }

    [SkippableFact]
    public void Models_are_the_folders_that_hold_one() => Assert.Equal(["damaged", "negate"], _models.Names.Order());

    [SkippableFact]
    public void A_tensor_goes_through_a_named_model_and_comes_back()
    {
        uint context = ContextOf(LoadNamed("negate"));
        PutTensor([2, 2], 1, -2, 3, -4);
        Assert.Equal(NnError.Success, Call("set_input", context, 0, Tensor));
        Assert.Equal(NnError.Success, Call("compute", context));
        Assert.Equal(NnError.Success, Call("get_output", context, 0, Output, 16, Result));
        Assert.Equal((16u, "-1 2 -3 4"), (_memory.Word(Result), OutputText(4)));

        // The context keeps its tensors: the next round needs no new one.
        PutTensor([2, 2], 5, 6, 7, 8);
        Assert.Equal([NnError.Success, NnError.Success], [Call("set_input", context, 0, Tensor), Call("compute", context)]);
        Assert.Equal(NnError.Success, Call("get_output", context, 0, Output, 1000, Result));
        Assert.Equal((16u, "-5 -6 -7 -8"), (_memory.Word(Result), OutputText(4)));
    }

    [SkippableFact]
    public void A_guests_own_model_is_loaded_where_the_host_allows_it()
    {
        byte[] model = TinyModel.Of("Relu", ["x"], -1);
        PutModel(model);
        Assert.Equal(NnError.Success, Call("load", Builder, 1, Onnx, Cpu, Result));
        uint context = ContextOf(_memory.Word(Result));
        foreach (uint length in (uint[])[3, 1])
        {
            PutTensor([length], [.. new float[] { -1, 2, 3 }.Take((int)length)]);
            Assert.Equal([NnError.Success, NnError.Success], [Call("set_input", context, 0, Tensor), Call("compute", context)]);
            Assert.Equal(NnError.Success, Call("get_output", context, 0, Output, 100, Result));
            Assert.Equal(length * 4, _memory.Word(Result));
        }

        Limit(NnLimits.OwnModels with { ModelBytes = model.Length - 1 });
        Assert.Equal(NnError.TooLarge, Call("load", Builder, 1, Onnx, Cpu, Result));
        Limit(NnLimits.NamedModels);
        Assert.Equal(NnError.UnsupportedOperation, Call("load", Builder, 1, Onnx, Cpu, Result));
    }

    [SkippableFact]
    public void What_load_cannot_do_has_an_error_each()
    {
        PutModel(TinyModel.Of("Relu", ["x"], -1));
        Assert.Equal(NnError.InvalidEncoding, Call("load", Builder, 1, 0, Cpu, Result));
        Assert.Equal(NnError.InvalidEncoding, Call("load", Builder, 1, 77, Cpu, Result));
        Assert.Equal(NnError.UnsupportedOperation, Call("load", Builder, 1, Onnx, 1, Result));
        Assert.Equal(NnError.InvalidArgument, Call("load", Builder, 1, Onnx, 3, Result));
        Assert.Equal(NnError.InvalidArgument, Call("load", Builder, 0, Onnx, Cpu, Result));
        Assert.Equal(NnError.InvalidArgument, Call("load", Builder, 2, Onnx, Cpu, Result));
        Assert.Equal(NnError.InvalidArgument, Call("load", Outside, 1, Onnx, Cpu, Result));
        Assert.Equal(NnError.InvalidArgument, Call("load", Builder, 1, Onnx, Cpu, Outside));
        _memory.Put(Builder, Model, uint.MaxValue);
        Assert.Equal(NnError.InvalidArgument, Call("load", Builder, 1, Onnx, Cpu, Result));
        _memory.Put(Builder, uint.MaxValue, 2);
        Assert.Equal(NnError.InvalidArgument, Call("load", Builder, 1, Onnx, Cpu, Result));
        _memory.Put(Builder, Data, 100);
        Assert.Equal(NnError.RuntimeError, Call("load", Builder, 1, Onnx, Cpu, Result));
        Assert.StartsWith("ONNX Runtime refuses the model: ", _nn.LastError);
    }

    [SkippableFact]
    public void Names_are_found_exactly_or_not_at_all()
    {
        Assert.Equal(NnError.NotFound, Call("load_by_name", Name, PutName("negat"), Result));
        Assert.Equal(NnError.NotFound, Call("load_by_name", Name, PutName("../negate"), Result));
        Assert.Equal(NnError.NotFound, Call("load_by_name", Name, PutName(""), Result));
        Assert.Equal(NnError.NotFound, Call("load_by_name", 0, 10_000, Result));
        Assert.Equal(NnError.InvalidArgument, Call("load_by_name", Outside, 6, Result));
        Assert.Equal(NnError.InvalidArgument, Call("load_by_name", Name, uint.MaxValue, Result));
        Assert.Equal(NnError.InvalidArgument, Call("load_by_name", Name, PutName("negate"), Outside));
        Assert.Equal(NnError.RuntimeError, Call("load_by_name", Name, PutName("damaged"), Result));
        Assert.StartsWith("ONNX Runtime refuses the model: ", _nn.LastError);
    }

    [SkippableFact]
    public void Handles_that_were_never_given_or_are_gone_are_unknown()
    {
        uint graph = LoadNamed("negate"), context = ContextOf(graph);
        PutTensor([2, 2], 1, 2, 3, 4);
        foreach (uint unknown in (uint[])[0, graph, context + 1, uint.MaxValue])
        {
            Assert.Equal(NnError.InvalidArgument, Call("set_input", unknown, 0, Tensor));
            Assert.Equal(NnError.InvalidArgument, Call("compute", unknown));
            Assert.Equal(NnError.InvalidArgument, Call("get_output", unknown, 0, Output, 16, Result));
        }
        Assert.Equal(NnError.InvalidArgument, Call("init_execution_context", context, Result));
        Assert.Equal(NnError.InvalidArgument, Call("init_execution_context", graph, Outside));
        Assert.Equal(NnError.InvalidArgument, Call("unload", context));
        Assert.Equal(NnError.Success, Call("unload", graph));
        Assert.Equal(NnError.InvalidArgument, Call("set_input", context, 0, Tensor));
        Assert.Equal(NnError.InvalidArgument, Call("init_execution_context", graph, Result));
        Assert.Equal(NnError.InvalidArgument, Call("unload", graph));
    }

    [SkippableFact]
    public void A_tensor_that_is_not_the_models_is_refused()
    {
        uint context = ContextOf(LoadNamed("negate"));
        Assert.Equal(NnError.InvalidArgument, Set(1));
        Assert.Equal(NnError.InvalidArgument, Set(0, tensor: Outside));
        Assert.Equal(NnError.InvalidArgument, Set(0, type: 2));
        Assert.Equal(NnError.InvalidArgument, Set(0, type: 6));
        Assert.Equal(NnError.InvalidArgument, Set(0, type: 255));
        Assert.Equal(NnError.InvalidArgument, Set(0, rank: 1));
        Assert.Equal(NnError.InvalidArgument, Set(0, rank: 0));
        Assert.Equal(NnError.TooLarge, Set(0, rank: 9));
        Assert.Equal(NnError.TooLarge, Set(0, rank: uint.MaxValue));
        Assert.Equal(NnError.InvalidArgument, Set(0, dimensions: [2, 3]));
        Assert.Equal(NnError.InvalidArgument, Set(0, dimensions: [uint.MaxValue, uint.MaxValue]));
        Assert.Equal(NnError.InvalidArgument, Set(0, dimensionsAt: Outside));
        Assert.Equal(NnError.InvalidArgument, Set(0, dataAt: Outside));
        Assert.Equal(NnError.InvalidArgument, Set(0, length: 15));
        Assert.Equal(NnError.InvalidArgument, Set(0, length: 17));
        Assert.Equal(NnError.InvalidArgument, Set(0, length: uint.MaxValue));
        Assert.Equal(NnError.Success, Set(0));

        NnError Set(uint index, uint tensor = Tensor, uint type = F32, uint rank = 2, uint[]? dimensions = null, uint dimensionsAt = Dimensions, uint dataAt = Data, uint length = 16)
        {
            _memory.Put(Dimensions, dimensions ?? [2, 2]);
            _memory.Put(Tensor, dimensionsAt, rank, type, dataAt, length);
            return Call("set_input", context, index, tensor);
        }
    }

    [SkippableFact]
    public void Calls_out_of_order_are_refused()
    {
        uint context = ContextOf(LoadNamed("negate"));
        Assert.Equal(NnError.InvalidArgument, Call("compute", context));
        Assert.Equal(NnError.InvalidArgument, Call("get_output", context, 0, Output, 16, Result));
        PutTensor([2, 2], 1, 2, 3, 4);
        Assert.Equal(NnError.Success, Call("set_input", context, 0, Tensor));
        Assert.Equal(NnError.InvalidArgument, Call("get_output", context, 0, Output, 16, Result));
    }

    [SkippableFact]
    public void An_output_without_room_for_it_is_not_written_in_part()
    {
        uint context = ContextOf(LoadNamed("negate"));
        PutTensor([2, 2], 1, 2, 3, 4);
        Assert.Equal([NnError.Success, NnError.Success], [Call("set_input", context, 0, Tensor), Call("compute", context)]);
        byte[] before = [.. _memory.All];
        Assert.Equal(NnError.TooLarge, Call("get_output", context, 0, Output, 15, Result));
        Assert.Equal(NnError.TooLarge, Call("get_output", context, 0, Output, 0, Result));
        Assert.Equal(NnError.InvalidArgument, Call("get_output", context, 1, Output, 16, Result));
        Assert.Equal(NnError.InvalidArgument, Call("get_output", context, 0, Outside, 16, Result));
        Assert.Equal(NnError.InvalidArgument, Call("get_output", context, 0, Output, uint.MaxValue, Result));
        Assert.Equal(NnError.InvalidArgument, Call("get_output", context, 0, Output, 16, Outside));
        Assert.Equal(before, _memory.All);
    }

    [SkippableFact]
    public void Graphs_contexts_and_tensors_are_bounded()
    {
        Limit(NnLimits.NamedModels with { Graphs = 2, Contexts = 3, TensorBytes = 70 });
        uint graph = LoadNamed("negate");
        LoadNamed("negate");
        Assert.Equal(NnError.TooLarge, Call("load_by_name", Name, PutName("negate"), Result));

        // A context holds 16 bytes for its output, and 16 more when its input is set.
        uint first = ContextOf(graph), second = ContextOf(graph);
        PutTensor([2, 2], 1, 2, 3, 4);
        Assert.Equal([NnError.Success, NnError.Success], [Call("set_input", first, 0, Tensor), Call("set_input", second, 0, Tensor)]);
        Assert.Equal(NnError.TooLarge, Call("init_execution_context", graph, Result));
        Assert.Equal(NnError.Success, Call("set_input", first, 0, Tensor));

        Limit(NnLimits.NamedModels with { Contexts = 1 });
        graph = LoadNamed("negate");
        ContextOf(graph);
        Assert.Equal(NnError.TooLarge, Call("init_execution_context", graph, Result));
        Assert.Equal(NnError.Success, Call("unload", graph));
        ContextOf(LoadNamed("negate"));
    }

    [SkippableFact]
    public void An_output_that_turns_out_too_large_is_not_kept()
    {
        Limit(NnLimits.OwnModels with { TensorBytes = 100 });
        PutModel(TinyModel.Of("Relu", ["x"], -1));
        Assert.Equal(NnError.Success, Call("load", Builder, 1, Onnx, Cpu, Result));
        uint context = ContextOf(_memory.Word(Result));
        PutTensor([20], new float[20]);
        Assert.Equal([NnError.Success, NnError.TooLarge], [Call("set_input", context, 0, Tensor), Call("compute", context)]);
        Assert.Equal(NnError.InvalidArgument, Call("get_output", context, 0, Output, 100, Result));
        PutTensor([10], new float[10]);
        Assert.Equal([NnError.Success, NnError.Success], [Call("set_input", context, 0, Tensor), Call("compute", context)]);
    }

    [SkippableFact]
    public void A_stopped_guest_computes_no_more()
    {
        uint context = ContextOf(LoadNamed("negate"));
        PutTensor([2, 2], 1, 2, 3, 4);
        Assert.Equal(NnError.Success, Call("set_input", context, 0, Tensor));
        _nn.Stop();
        Assert.Equal(NnError.RuntimeError, Call("compute", context));
        Assert.Equal(NnError.InvalidArgument, Call("get_output", context, 0, Output, 16, Result));
    }

    /// <summary>Some calls are such that they may go through, so that the others meet every state.</summary>
    [SkippableFact]
    public void Whatever_a_guest_passes_is_answered_by_an_error_code()
    {
        Random random = new(11);
        uint[] edges = [0, 1, 2, 3, Result, Name, Builder, Tensor, Data, Output, Model, 16, Outside, MemoryBytes, int.MaxValue, 0x8000_0000, uint.MaxValue - 3, uint.MaxValue];
        byte[] model = TinyModel.Of("Relu", ["x"], -1);
        HashSet<(string, NnError)> seen = [];
        for (int guest = 0; guest < 300; guest++)
        {
            Limit(new NnLimits { ModelBytes = random.Next(2) * 1000, Graphs = 3, Contexts = 3, TensorBytes = 100 });
            ContextOf(LoadNamed("negate"));
            for (int call = 0; call < 100; call++)
            {
                PutModel(model);
                PutName("negate");
                PutTensor([2, 2], 1, 2, 3, 4);
                for (int changes = random.Next(3); changes > 0; changes--)
                    _memory.Put((uint)random.Next((int)Model / sizeof(uint)) * sizeof(uint), Any());
                NnFunction function = NnFunction.All[random.Next(NnFunction.All.Count)];
                uint[] arguments = random.Next(2) == 0 ? Likely(function.Name) : [.. Enumerable.Range(0, function.Parameters).Select(_ => Any())];
                if (random.Next(2) == 0)
                    arguments[random.Next(arguments.Length)] = Any();
                NnError error = _nn.Call(function, _memory, arguments);
                Assert.True(Enum.IsDefined(error));
                seen.Add((function.Name, error));
            }
        }
        Assert.All(NnFunction.All, one => Assert.Contains((one.Name, NnError.Success), seen));
        Assert.All(NnFunction.All, one => Assert.Contains((one.Name, NnError.InvalidArgument), seen));

        uint Any() => random.Next(3) switch { 0 => (uint)random.NextInt64(1L << 32), 1 => (uint)random.Next(8), _ => edges[random.Next(edges.Length)] };

        uint[] Likely(string name) => name switch
        {
            "load" => [Builder, 1, Onnx, Cpu, Result],
            "load_by_name" => [Name, 6, Result],
            "init_execution_context" => [Handle(), Result],
            "set_input" => [Handle(), 0, Tensor],
            "get_output" => [Handle(), 0, Output, 16, Result],
            _ => [Handle()],
        };

        uint Handle() => random.Next(2) == 0 ? 2 : (uint)random.Next(1, 8);
    }

    private void Limit(NnLimits limits)
    {
        _nn.Dispose();
        _nn = new WasiNn(_models, limits);
    }

    private NnError Call(string function, params uint[] arguments)
    {
        NnFunction found = NnFunction.All.Single(one => one.Name == function);
        Assert.Equal(found.Parameters, arguments.Length);
        return _nn.Call(found, _memory, arguments);
    }

    private uint LoadNamed(string name)
    {
        Assert.Equal(NnError.Success, Call("load_by_name", Name, PutName(name), Result));
        return _memory.Word(Result);
    }

    private uint ContextOf(uint graph)
    {
        Assert.Equal(NnError.Success, Call("init_execution_context", graph, Result));
        return _memory.Word(Result);
    }

    private uint PutName(string name)
    {
        _memory.Put(Name, System.Text.Encoding.UTF8.GetBytes(name));
        return (uint)name.Length;
    }

    private void PutModel(byte[] model)
    {
        _memory.Put(Model, model);
        _memory.Put(Builder, Model, (uint)model.Length);
    }

    private void PutTensor(uint[] dimensions, params float[] values)
    {
        _memory.Put(Dimensions, dimensions);
        _memory.Put(Data, MemoryMarshal.AsBytes<float>(values));
        _memory.Put(Tensor, Dimensions, (uint)dimensions.Length, F32, Data, (uint)values.Length * sizeof(float));
    }

    private string OutputText(int count) => string.Join(' ', MemoryMarshal.Cast<byte, float>(_memory.All.AsSpan((int)Output, count * sizeof(float))).ToArray());
}
