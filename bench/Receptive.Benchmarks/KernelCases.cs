using Receptive.Graph;
using Receptive.Optimizers;

namespace Receptive.Benchmarks;

/// <summary>One kernel to be timed, as the smallest function around its op.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Shape">On what.</param>
/// <param name="Function">The function to compile.</param>
/// <param name="FlopsOf">Its arithmetic by definition for a batch; null for kernels that memory bounds.</param>
internal sealed record KernelCase(string Name, string Shape, GraphFunction Function, Func<int, long>? FlopsOf)
{
    private const int BytesPerFloat = sizeof(float);

    /// <summary>The bytes that must at least be moved: inputs, weights and outputs once each.</summary>
    public long Bytes(int batch)
    {
        IEnumerable<SymbolicTensor> sources = Function.TensorsInOrder().Where(tensor => tensor.Inputs.Count == 0);
        long floats = sources.Concat(Function.Outputs).Sum(tensor => tensor.Shape.Elements(batch));
        long updated = Function.Updates.Sum(update => update.Variable.Shape.Elements(batch));
        return (floats + updated) * BytesPerFloat;
    }
}

/// <summary>The kernels that make up the notebook's model, and some shapes of other models.</summary>
internal static class KernelCases
{
    public static IEnumerable<KernelCase> All()
    {
        foreach (KernelCase kernel in Convolutions(28, 1, 32, 3))
            yield return kernel;
        foreach (KernelCase kernel in Convolutions(26, 32, 64, 3))
            yield return kernel;
        foreach (KernelCase kernel in Convolutions(14, 128, 128, 1))
            yield return kernel;
        foreach (KernelCase kernel in Convolutions(16, 24, 40, 5))
            yield return kernel;
        foreach (KernelCase kernel in Denses(9216, 128))
            yield return kernel;
        foreach (KernelCase kernel in Denses(512, 512))
            yield return kernel;

        foreach (KernelCase kernel in Pooling(new Shape(Shape.Batch, 24, 24, 64)))
            yield return kernel;
        Shape maps = new(Shape.Batch, 26, 26, 32);
        yield return Streaming("relu", maps, Ops.Relu);
        yield return Streaming("exp", maps, Ops.Exp);
        yield return Streaming("add", maps, Ops.Add);
        yield return Streaming("sum over pixels", maps, x => Ops.ReduceSum(x, [1, 2]));
        yield return Streaming("softmax", new Shape(Shape.Batch, 1000), Ops.Softmax);
        yield return Streaming("random numbers", maps, x => Ops.Multiply(x, Ops.RandomUniform(maps, 1)));
        yield return AdamStep(new Shape(9216, 128));
    }

    private static IEnumerable<KernelCase> Convolutions(int side, int channels, int filters, int kernel)
    {
        string shape = $"{kernel}x{kernel}, {channels} to {filters} channels, {side}x{side}";
        Variable weights = Filled(new Shape(kernel, kernel, channels, filters));
        SymbolicTensor x = Ops.Placeholder(new Shape(Shape.Batch, side, side, channels), "x");
        SymbolicTensor y = Ops.Convolution(x, Ops.Read(weights), [1, 1], Padding.Valid, [1, 1]);
        ConvolutionGeometry geometry = ((ConvolutionOp)y.Op).Geometry;
        SymbolicTensor dy = Ops.Placeholder(y.Shape, "dy");
        yield return Arithmetic("convolution", shape, y, x);
        if (channels > 1)
            yield return Arithmetic("  its data gradient", shape, Ops.ConvolutionInputGradient(dy, Ops.Read(weights), geometry), dy);
        yield return Arithmetic("  its weight gradient", shape, Ops.ConvolutionKernelGradient(x, dy, geometry), x, dy);
    }

    private static IEnumerable<KernelCase> Denses(int inputs, int outputs)
    {
        string shape = $"{inputs} to {outputs}";
        SymbolicTensor weights = Ops.Read(Filled(new Shape(inputs, outputs)));
        SymbolicTensor x = Ops.Placeholder(new Shape(Shape.Batch, inputs), "x");
        SymbolicTensor dy = Ops.Placeholder(new Shape(Shape.Batch, outputs), "dy");
        yield return Arithmetic("dense", shape, Ops.MatMul(x, weights), x);
        yield return Arithmetic("  its data gradient", shape, Ops.MatMul(dy, weights, transposeB: true), dy);
        yield return Arithmetic("  its weight gradient", shape, Ops.MatMul(x, dy, transposeA: true), x, dy);
    }

    private static IEnumerable<KernelCase> Pooling(Shape maps)
    {
        SymbolicTensor x = Ops.Placeholder(maps, "x");
        SymbolicTensor y = Ops.MaxPool(x, [2, 2], [2, 2], Padding.Valid);
        PoolGeometry geometry = ((MaxPoolOp)y.Op).Geometry;
        SymbolicTensor index = Ops.MaxPoolIndex(x, geometry);
        SymbolicTensor givenIndex = Ops.Placeholder(index.Shape, "index");
        SymbolicTensor dy = Ops.Placeholder(y.Shape, "dy");
        yield return new KernelCase("max pooling 2x2", $"{maps}", new GraphFunction("kernel", [x], [y], []), null);
        yield return new KernelCase("  with indices", $"{maps}", new GraphFunction("kernel", [x], [y, index], []), null);
        yield return new KernelCase("  its gradient", $"{maps}", new GraphFunction("kernel", [givenIndex, dy], [Ops.MaxPoolGradient(givenIndex, dy, geometry)], []), null);
    }

    private static KernelCase Streaming(string name, Shape shape, Func<SymbolicTensor, SymbolicTensor> operation)
    {
        SymbolicTensor x = Ops.Placeholder(shape, "x");
        return new KernelCase(name, $"{shape}", new GraphFunction("kernel", [x], [operation(x)], []), null);
    }

    private static KernelCase Streaming(string name, Shape shape, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> operation)
    {
        SymbolicTensor x = Ops.Placeholder(shape, "x");
        SymbolicTensor y = Ops.Placeholder(shape, "y");
        return new KernelCase(name, $"{shape}", new GraphFunction("kernel", [x, y], [operation(x, y)], []), null);
    }

    private static KernelCase AdamStep(Shape shape)
    {
        SymbolicTensor gradient = Ops.Placeholder(shape, "gradient");
        Adam adam = new();
        GraphFunction function = new("kernel", [gradient], [], adam.Apply([Filled(shape)], [gradient])) { StepScalars = adam };
        return new KernelCase("Adam", $"{shape}", function, null);
    }

    private static KernelCase Arithmetic(string name, string shape, SymbolicTensor output, params SymbolicTensor[] inputs)
    {
        Shape[] shapes = [.. output.Inputs.Select(input => input.Shape)];
        return new KernelCase(name, shape, new GraphFunction("kernel", inputs, [output], []), batch => output.Op.FloatingOperations(shapes, output.Shape, batch));
    }

    private static Variable Filled(Shape shape)
    {
        Variable variable = new("weights", shape);
        Random random = new(5);
        float[] values = new float[shape.Elements(1)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(random.NextDouble() - 0.5);
        variable.Assign(values);
        return variable;
    }
}
