using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Receptive.Callbacks;
using Receptive.Graph;
using Receptive.Kernels;
using Receptive.Layers;
using Receptive.Optimizers;
using Xunit;

namespace Receptive.Outside.Tests;

/// <summary>Custom ops, with what the public API offers alone.</summary>
public sealed class CustomOpsTests
{
    private static readonly ElementwiseOp s_cube = ElementwiseOp.Unary<CubeFunction>(
        "Cube", x => x * x * x, (y, dy) => [dy * 3f * Ops.Square(y.Inputs[0])]);

    [Fact]
    public void A_custom_op_with_its_own_kernel_trains_in_a_model()
    {
        RandomSeed.Set(1);
        float[] values = [1, 2, 3, -1, 0, 2, 2, -2, 1, 0.5f, 1, -1];
        Tensor<float> x = Tensor.Create(values, [4, 3]), y = Tensor.Create([3f, -1, 0, 1], [4, 1]);
        var model = new Sequential
        {
            new Dense(3, activation: "tanh") { InputShape = [3] },
            new Lambda(CumulativeSumOp.Apply),
            new Lambda(z => SymbolicTensor.Apply(s_cube, z * 0.5f)),
            new Dense(1),
        };
        model.Compile(new Adam(0.02f), "mse");
        History history = model.Fit(x, y, epochs: 60, verbose: 0);
        Assert.True(history["loss"][^1] < 0.7 * history["loss"][0], history.Row(59).ToString());
    }

    [Fact]
    public void A_custom_op_computes_what_it_says()
    {
        var model = new Sequential { new Lambda(CumulativeSumOp.Apply) { InputShape = [3] }, new Lambda(z => SymbolicTensor.Apply(s_cube, z)) };
        Tensor<float> y = model.Predict(Tensor.Create([1f, 1, -3, 0.5f, -1, 1], [2, 3]));
        Assert.Equal([1f, 8, -1, 0.125f, -0.125f, 0.125f], y.ToArray());
    }

    [Fact]
    public void An_op_without_a_kernel_says_how_to_get_one()
    {
        var model = new Sequential { new Lambda(z => SymbolicTensor.Apply(new NoKernelOp(), z)) { InputShape = [3] } };
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => model.Predict(Tensor.Create(new float[3], [1, 3])));
        Assert.Equal("NoKernel has no kernel: NoKernelOp must override Lower, or be composed of other ops.", exception.Message);
    }

    private readonly struct CubeFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Multiply(TSimd.Multiply(x, x), x);
    }

    private sealed class Lambda(Func<SymbolicTensor, SymbolicTensor> function) : Layer
    {
        public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => function(x);
    }

    /// <summary>y[i] = x[0] + ... + x[i] along the last axis, or from the end; the gradient is the same the other way round.</summary>
    private sealed class CumulativeSumOp(bool fromEnd) : Op
    {
        public override string Name => "CumulativeSum";

        public static SymbolicTensor Apply(SymbolicTensor x) => SymbolicTensor.Apply(new CumulativeSumOp(fromEnd: false), x);

        public override string Describe() => $"CumulativeSum(from end: {fromEnd})";

        public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
            inputs is [{ Rank: 2, HasBatch: true } shape] ? shape : throw new ShapeException($"CumulativeSum takes one matrix (batch, units), but got {string.Join(" and ", inputs)}.");

        public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient) =>
            [SymbolicTensor.Apply(new CumulativeSumOp(!fromEnd), outputGradient)];

        public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new Call(output[1], fromEnd);

        public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => output.Elements(batch);

        /// <summary>A row is a chunk.</summary>
        private sealed unsafe class Call(int length, bool fromEnd) : KernelCall
        {
            public override int Chunks(int phase, int batch) => batch;

            public override void Run(in KernelArguments arguments, int phase, int chunk)
            {
                float* x = arguments.Input(0) + (long)chunk * length, y = arguments.Output(0) + (long)chunk * length;
                float sum = 0;
                for (int i = 0; i < length; i++)
                {
                    int at = fromEnd ? length - 1 - i : i;
                    y[at] = sum += x[at];
                }
            }
        }
    }

    private sealed class NoKernelOp : Op
    {
        public override string Name => "NoKernel";

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];
    }
}
