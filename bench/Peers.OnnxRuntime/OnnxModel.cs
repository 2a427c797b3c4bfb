using System.Runtime.InteropServices;
using Receptive.Benchmarks.Common;

namespace Peers.Onnx;

/// <summary>
/// The notebook's model as an ONNX file. The numbers of fields and types are those of onnx.proto3, each named where it
/// is used; ONNX is channels first, so kernels become OIHW and the first dense kernel's rows are put in that order.
/// </summary>
internal static class OnnxModel
{
    public const string InputName = "images";
    public const string OutputName = "probabilities";

    private const int IrVersion = 8;
    private const int OperatorSet = 17;
    private const int FloatElements = 1;
    private const int AttributeInt = 2;
    private const int AttributeInts = 7;

    /// <summary>The file's bytes: images (n, 1, 28, 28) in, probabilities (n, 10) out, any n.</summary>
    public static byte[] Create()
    {
        float[][] weights = NotebookModel.CreateWeights();
        IReadOnlyList<int[]> shapes = NotebookModel.WeightShapes;
        int[] pooled = [NotebookModel.PooledSide * NotebookModel.PooledSide, NotebookModel.PooledChannels, NotebookModel.DenseUnits];

        ProtobufWriter graph = new();
        graph.Message(1, Node("Conv", [InputName, "kernel1", "bias1"], "conv1"));
        graph.Message(1, Node("Relu", ["conv1"], "relu1"));
        graph.Message(1, Node("Conv", ["relu1", "kernel2", "bias2"], "conv2"));
        graph.Message(1, Node("Relu", ["conv2"], "relu2"));
        graph.Message(1, Node("MaxPool", ["relu2"], "pool", Integers("kernel_shape", 2, 2), Integers("strides", 2, 2)));
        graph.Message(1, Node("Flatten", ["pool"], "flat", Integer("axis", 1)));
        graph.Message(1, Node("Gemm", ["flat", "kernel3", "bias3"], "dense1"));
        graph.Message(1, Node("Relu", ["dense1"], "relu3"));
        graph.Message(1, Node("Gemm", ["relu3", "kernel4", "bias4"], "logits"));
        graph.Message(1, Node("Softmax", ["logits"], OutputName, Integer("axis", 1)));
        graph.Text(2, "notebook");
        graph.Message(5, Initializer("kernel1", KernelFromKeras(weights[0], shapes[0]), [shapes[0][3], shapes[0][2], 3, 3]));
        graph.Message(5, Initializer("bias1", weights[1], shapes[1]));
        graph.Message(5, Initializer("kernel2", KernelFromKeras(weights[2], shapes[2]), [shapes[2][3], shapes[2][2], 3, 3]));
        graph.Message(5, Initializer("bias2", weights[3], shapes[3]));
        graph.Message(5, Initializer("kernel3", SwapFirstTwo(weights[4], pooled), shapes[4]));
        graph.Message(5, Initializer("bias3", weights[5], shapes[5]));
        graph.Message(5, Initializer("kernel4", weights[6], shapes[6]));
        graph.Message(5, Initializer("bias4", weights[7], shapes[7]));
        graph.Message(11, ValueInfo(InputName, 1, NotebookModel.ImageSide, NotebookModel.ImageSide));
        graph.Message(12, ValueInfo(OutputName, NotebookModel.Classes));

        return new ProtobufWriter()
            .Number(1, IrVersion)
            .Text(2, "Receptive benchmarks")
            .Message(7, graph)
            .Message(8, new ProtobufWriter().Text(1, string.Empty).Number(2, OperatorSet))
            .ToArray();
    }

    private static ProtobufWriter Node(string operation, string[] inputs, string output, params ReadOnlySpan<ProtobufWriter> attributes)
    {
        ProtobufWriter node = new();
        foreach (string input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(3, output).Text(4, operation);
        foreach (ProtobufWriter attribute in attributes)
            node.Message(5, attribute);
        return node;
    }

    private static ProtobufWriter Integer(string name, long value) =>
        new ProtobufWriter().Text(1, name).Number(3, value).Number(20, AttributeInt);

    private static ProtobufWriter Integers(string name, params ReadOnlySpan<long> values)
    {
        ProtobufWriter attribute = new ProtobufWriter().Text(1, name);
        foreach (long value in values)
            attribute.Number(8, value);
        return attribute.Number(20, AttributeInts);
    }

    private static ProtobufWriter Initializer(string name, float[] values, int[] shape)
    {
        ProtobufWriter tensor = new();
        foreach (int dimension in shape)
            tensor.Number(1, dimension);
        return tensor.Number(2, FloatElements).Text(8, name).Bytes(9, MemoryMarshal.AsBytes<float>(values));
    }

    /// <summary>A tensor of floats whose first dimension is the batch, named n.</summary>
    private static ProtobufWriter ValueInfo(string name, params ReadOnlySpan<int> rowShape)
    {
        ProtobufWriter shape = new ProtobufWriter().Message(1, new ProtobufWriter().Text(2, "n"));
        foreach (int dimension in rowShape)
            shape.Message(1, new ProtobufWriter().Number(1, dimension));
        ProtobufWriter tensorType = new ProtobufWriter().Number(1, FloatElements).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensorType));
    }

    /// <summary>HWIO to OIHW: the two dimensions of pixels taken as one, (p, i, o) becomes (o, i, p).</summary>
    private static float[] KernelFromKeras(float[] kernel, int[] shape)
    {
        int pixels = shape[0] * shape[1];
        int inputs = shape[2];
        int outputs = shape[3];
        float[] turned = new float[kernel.Length];
        for (int p = 0; p < pixels; p++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int o = 0; o < outputs; o++)
                    turned[(((o * inputs) + i) * pixels) + p] = kernel[(((p * inputs) + i) * outputs) + o];
            }
        }

        return turned;
    }

    /// <summary>(a, b, c) to (b, a, c): Keras flattens pixels then channels, ONNX channels then pixels.</summary>
    private static float[] SwapFirstTwo(float[] values, int[] shape)
    {
        float[] swapped = new float[values.Length];
        for (int a = 0; a < shape[0]; a++)
        {
            for (int b = 0; b < shape[1]; b++)
                values.AsSpan(((a * shape[1]) + b) * shape[2], shape[2]).CopyTo(swapped.AsSpan(((b * shape[0]) + a) * shape[2]));
        }

        return swapped;
    }
}
