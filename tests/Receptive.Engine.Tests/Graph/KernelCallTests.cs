using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Graph;

/// <summary>The kernel calls that the graph's own files hold, run by themselves.</summary>
public class KernelCallTests
{
    [Theory]
    [InlineData(4, 4, 3, 2, 2, 2, Padding.Valid)]
    [InlineData(5, 7, 2, 3, 2, 1, Padding.Same)]
    [InlineData(5, 5, 5, 3, 3, 2, Padding.Same)]
    [InlineData(4, 4, 1, 3, 3, 3, Padding.Same)]
    public void Gathers_what_pooling_took(int height, int width, int channels, int poolHeight, int poolWidth, int stride, Padding padding)
    {
        const int batch = 3;
        PoolGeometry geometry = PoolGeometry.Resolve([Shape.Batch, height, width, channels], [poolHeight, poolWidth], [stride, stride], padding);
        var row = new OpCase("gather", [[Shape.Batch, height, width, channels], [Shape.Batch, height, width, channels]], x =>
            Ops.MaxPoolGather(Ops.MaxPoolIndex(x[0], geometry), x[1], geometry));
        (SymbolicTensor[] inputs, SymbolicTensor output) = row.Trace();
        double[][] values = row.Values(batch);
        var interpreter = new ReferenceInterpreter(batch);
        for (int i = 0; i < inputs.Length; i++) interpreter.Set(inputs[i], Array.ConvertAll(values[i], value => (double)(float)value));

        float[][] operands = [.. output.Inputs.Select(input => ToFloats(interpreter.Evaluate(input)))];
        Assert.Equal(ToFloats(interpreter.Evaluate(output)), Run(output, operands, batch));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(200)]
    public void The_batch_reciprocal_is_that_of_the_running_step(int batch) =>
        Assert.Equal([1f / batch], Run(Ops.BatchReciprocal(), [], batch));

    private static float[] ToFloats(double[] values) => Array.ConvertAll(values, value => (float)value);

    /// <summary>Runs the kernel call of a tensor's op, chunks in reverse: their order must not matter.</summary>
    private static unsafe float[] Run(SymbolicTensor tensor, float[][] inputs, int batch)
    {
        KernelCall call = tensor.Op.Lower([.. tensor.Inputs.Select(input => input.Shape)], tensor.Shape);
        float[] output = GC.AllocateArray<float>((int)tensor.Shape.Elements(batch), pinned: true);
        float*[] pointers = new float*[Math.Max(1, inputs.Length)];
        float[][] pinned = [.. inputs.Select(input => GC.AllocateArray<float>(input.Length, pinned: true))];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i].CopyTo(pinned[i], 0);
            fixed (float* pointer = pinned[i]) pointers[i] = pointer;
        }

        fixed (float** operands = pointers)
        fixed (float* result = output)
        {
            float* destination = result;
            var arguments = new KernelArguments { Batch = batch, Inputs = operands, Outputs = &destination };
            for (int phase = 0; phase < call.Phases; phase++)
            {
                for (int chunk = call.Chunks(phase, batch) - 1; chunk >= 0; chunk--) call.Run(arguments, phase, chunk);
            }
        }

        GC.KeepAlive(pinned);
        return output;
    }
}
