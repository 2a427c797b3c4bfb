using System.Numerics.Tensors;
using Receptive.Benchmarks.Common;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Benchmarks;

/// <summary>The notebook's model in Receptive, written as its users write it.</summary>
internal static class OurModel
{
    /// <summary>The model, compiled as the notebook does, with the weights that every engine starts from.</summary>
    public static Sequential Create(int threads)
    {
        Sequential model = Describe();
        model.Threads = threads;
        model.SetWeights([.. NotebookModel.CreateWeights().Zip(NotebookModel.WeightShapes,
            (values, shape) => Tensor.Create(values, [.. shape.Select(dimension => (nint)dimension)]))]);
        model.Compile(optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    /// <summary>Images as (n, 28, 28, 1).</summary>
    public static Tensor<float> Images(Digits digits) =>
        Tensor.Create(digits.Images, [digits.Count, NotebookModel.ImageSide, NotebookModel.ImageSide, 1]);

    /// <summary>Labels as (n, 10), a one at the class.</summary>
    public static Tensor<float> Labels(Digits digits)
    {
        float[] oneHot = new float[digits.Count * NotebookModel.Classes];
        for (int i = 0; i < digits.Count; i++)
            oneHot[(i * NotebookModel.Classes) + digits.Labels[i]] = 1;
        return Tensor.Create(oneHot, [digits.Count, NotebookModel.Classes]);
    }

    /// <summary>
    /// What a training step computes for one image by the mathematical definition: the convolutions and matrix products
    /// of the model and of its gradients. The rest (activations, dropout, the optimizer) is left out, as is customary.
    /// </summary>
    public static long TrainingFlopsPerImage(Sequential model)
    {
        SymbolicTensor x = Ops.Placeholder(new Shape(Shape.Batch, NotebookModel.ImageSide, NotebookModel.ImageSide, 1), "images");
        SymbolicTensor output = Ops.ReduceSum(model.Apply(x, new CallContext(training: true)));
        SymbolicTensor[] weights = [.. new GraphFunction("forward", [x], [output], []).TensorsInOrder().Where(tensor => tensor.Op is ReadOp)];
        SymbolicTensor[] gradients = [.. Autodiff.Gradients(output, weights).OfType<SymbolicTensor>()];
        return new GraphFunction("training", [x], [output, .. gradients], []).TensorsInOrder()
            .Where(tensor => tensor.Op is ConvolutionOp or ConvolutionInputGradientOp or ConvolutionKernelGradientOp or MatMulOp)
            .Sum(tensor => tensor.Op.FloatingOperations([.. tensor.Inputs.Select(input => input.Shape)], tensor.Shape, 1));
    }

    private static Sequential Describe() => new()
    {
        new Conv2D(32, kernelSize: 3, activation: "relu") { InputShape = [NotebookModel.ImageSide, NotebookModel.ImageSide, 1] },
        new Conv2D(NotebookModel.PooledChannels, kernelSize: 3, activation: "relu"),
        new MaxPooling2D(poolSize: 2),
        new Dropout(0.25f),
        new Flatten(),
        new Dense(NotebookModel.DenseUnits, activation: "relu"),
        new Dropout(0.5f),
        new Dense(NotebookModel.Classes, activation: "softmax"),
    };
}
