using Bench.Inference;

namespace Bench.Tests;

/// <summary>ONNX Runtime through its C interface, where set-up has put the library.</summary>
public sealed class OnnxTests
{
    private static readonly string[] s_one = ["x"], s_two = ["a", "b"];

    public OnnxTests() => Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);

    [SkippableFact]
    public void A_model_says_what_goes_in_and_what_comes_out()
    {
        using OnnxSession session = OnnxSession.Load(TinyModel.Of("Add", s_two, -1, 3), threads: 1);
        Assert.Equal(["a F32 -1,3", "b F32 -1,3"], session.Inputs.Select(Shown));
        Assert.Equal(["y F32 -1,3"], session.Outputs.Select(Shown));
        Assert.False(session.Inputs[0].IsFixed);
    }

    [SkippableFact]
    public void A_run_writes_into_the_tensors_it_is_given_and_allocates_nothing()
    {
        using OnnxSession session = OnnxSession.Load(TinyModel.Of("Add", s_two, 2, 2), threads: 1);
        using OnnxTensor a = Tensor([2, 2], 1, 2, 3, 4), b = Tensor([2, 2], 10, 20, 30, 40);
        OnnxTensor[] inputs = [a, b];
        OnnxTensor?[] outputs = session.AllocateOutputs();
        using OnnxTensor y = outputs[0]!;
        session.Run(inputs, outputs);
        Assert.Equal([11, 22, 33, 44], y.Values<float>());

        a.Values<float>().Fill(0.5f);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            session.Run(inputs, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(y, outputs[0]);
        Assert.Equal([10.5f, 20.5f, 30.5f, 40.5f], y.Values<float>());
    }

    [SkippableFact]
    public void An_output_whose_shape_is_not_known_before_is_made_by_the_run()
    {
        using OnnxSession session = OnnxSession.Load(TinyModel.Of("Relu", s_one, -1), threads: 1);
        Assert.Equal([null], session.AllocateOutputs());
        foreach (int length in (int[])[3, 0, 5])
        {
            using OnnxTensor x = Tensor([length], [.. Enumerable.Range(-2, length).Select(static one => (float)one)]);
            OnnxTensor?[] outputs = [null];
            session.Run([x], outputs);
            using OnnxTensor y = outputs[0]!;
            Assert.Equal([length], y.Shape);
            Assert.Equal(Enumerable.Range(-2, length).Select(static one => Math.Max(0f, one)), y.Values<float>().ToArray());
        }
    }

    [SkippableFact]
    public void A_damaged_model_is_refused_in_one_line()
    {
        byte[] model = TinyModel.Of("Relu", s_one, 3);
        Assert.Equal("the model is empty", Refused([]));
        Assert.StartsWith("ONNX Runtime refuses the model: ", Refused("no model"u8.ToArray()));
        Assert.StartsWith("ONNX Runtime refuses the model: ", Refused(TinyModel.Of("Frobnicate", s_one, 3)));
        for (int length = 0; length < model.Length; length++)
            Assert.DoesNotContain('\n', Refused(model[..length]));
    }

    [SkippableFact]
    public void A_tensor_of_the_wrong_shape_is_an_error_and_the_session_goes_on()
    {
        using OnnxSession session = OnnxSession.Load(TinyModel.Of("Relu", s_one, 3), threads: 1);
        using OnnxTensor wrong = Tensor([4], 1, 2, 3, 4), right = Tensor([3], -1, 2, -3);
        OnnxTensor?[] outputs = session.AllocateOutputs();
        using OnnxTensor y = outputs[0]!;
        OnnxException error = Assert.Throws<OnnxException>(() => session.Run([wrong], outputs));
        Assert.StartsWith("the model does not run: Got invalid dimensions for input: x", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        session.Run([right], outputs);
        Assert.Equal([0, 2, 0], y.Values<float>());
    }

    [SkippableFact]
    public void A_stopped_control_ends_its_runs_and_no_others()
    {
        using OnnxSession session = OnnxSession.Load(TinyModel.Of("Relu", s_one, 1), threads: 1);
        using OnnxTensor x = Tensor([1], 1);
        OnnxTensor?[] outputs = session.AllocateOutputs();
        using OnnxTensor y = outputs[0]!;
        using OnnxRunControl control = new();
        session.Run([x], outputs, control);
        control.Stop();
        Assert.Contains("terminate", Assert.Throws<OnnxException>(() => session.Run([x], outputs, control)).Message, StringComparison.Ordinal);
        session.Run([x], outputs);
        Assert.Equal([1], y.Values<float>());
    }

    [SkippableFact]
    public void One_session_runs_on_many_threads_at_once()
    {
        using OnnxSession session = OnnxSession.Load(TinyModel.Of("Add", s_two, 1), threads: 1);
        Parallel.For(0, 200, at =>
        {
            using OnnxTensor a = Tensor([1], at), b = Tensor([1], 1000);
            OnnxTensor?[] outputs = session.AllocateOutputs();
            using OnnxTensor y = outputs[0]!;
            session.Run([a, b], outputs);
            Assert.Equal([at + 1000], y.Values<float>());
        });
    }

    [SkippableFact]
    public void What_was_disposed_of_is_not_run()
    {
        using OnnxSession session = OnnxSession.Load(TinyModel.Of("Relu", s_one, 1), threads: 1);
        OnnxTensor x = Tensor([1], 1);
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Run([x], new OnnxTensor?[1]));
        Assert.Throws<ObjectDisposedException>(() => x.Bytes.Length);
    }

    [SkippableFact]
    public void A_shape_that_no_memory_holds_is_refused()
    {
        Assert.Throws<OnnxException>(() => OnnxTensor.Allocate(OnnxElement.F32, [-1]));
        Assert.Throws<OnnxException>(() => OnnxTensor.Allocate(OnnxElement.F64, [1 << 28]));
        Assert.Throws<OnnxException>(() => OnnxTensor.Allocate(OnnxElement.U8, [long.MaxValue, long.MaxValue, long.MaxValue]));
        using OnnxTensor none = OnnxTensor.Allocate(OnnxElement.U8, [5, 0]);
        Assert.True(none.Bytes.IsEmpty);
    }

    [SkippableFact]
    public void A_file_that_is_no_such_library_is_told_apart_from_one()
    {
        Assert.Null(OnnxNative.Load("/dev/null", out string? fault));
        Assert.Equal("null cannot be loaded, or is not ONNX Runtime", fault);
        Assert.Null(OnnxNative.Load("libc.so.6", out fault));
        Assert.Equal("libc.so.6 cannot be loaded, or is not ONNX Runtime", fault);
    }

    private static string Refused(byte[] model) => Assert.Throws<OnnxException>(() => OnnxSession.Load(model, threads: 1).Dispose()).Message;

    private static string Shown(OnnxTensorInfo one) => $"{one.Name} {one.Element} {string.Join(',', one.Shape)}";

    private static OnnxTensor Tensor(long[] shape, params float[] values)
    {
        OnnxTensor made = OnnxTensor.Allocate(OnnxElement.F32, shape);
        values.CopyTo(made.Values<float>());
        return made;
    }
}
