using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>
/// What training makes smaller: a number for how far predictions are from the truth. Keras' names convert by
/// themselves: <c>loss: "categorical_crossentropy"</c>.
/// </summary>
/// <example>One of one's own:
/// <code>
/// sealed class Quartic : Loss
/// {
///     public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
///         Ops.ReduceMean(Ops.Square(Ops.Square(yPred - yTrue)), [-1]);
/// }
/// </code></example>
public abstract class Loss
{
    /// <param name="name">What logs and files call it; by default the class in small letters.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    protected Loss(string? name = null, Reduction reduction = default)
    {
        Name = name ?? SnakeCase.From(GetType().Name);
        Reduction = reduction;
    }

    /// <summary>What logs and files call it.</summary>
    public string Name { get; }

    /// <summary>How the losses of a batch become one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>The name of the class in model files.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>By Keras' name, such as "categorical_crossentropy" or "mse".</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static implicit operator Loss(string name) => Get(name);

    /// <summary>By Keras' name, such as "categorical_crossentropy" or "mse".</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists the known ones.</exception>
    public static Loss Get(string name) => LossTable.Get(name);

    /// <summary>From what a model file holds: a name, or an object with a class and its configuration.</summary>
    /// <exception cref="InvalidDataException">The loss is not known or its configuration does not fit.</exception>
    public static Loss FromConfig(JsonNode? config) => LossTable.FromConfig(config);

    /// <summary>Makes a loss of one's own known, so that a model file may name it.</summary>
    /// <param name="className">What the file calls it.</param>
    /// <param name="create">Makes it from the configuration in the file.</param>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    public static void Register(string className, Func<JsonObject, Loss> create) => LossTable.Register(className, create);

    /// <summary>The loss of each example: one number, or several where examples have several parts, such as pixels.</summary>
    /// <param name="yTrue">The truth; where it differs from the prediction by a missing last dimension of 1, that has been made equal.</param>
    /// <param name="yPred">The prediction.</param>
    public abstract SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred);

    /// <summary>The loss of a batch: each example's, weighted, and reduced to one number.</summary>
    /// <param name="yTrue">The truth.</param>
    /// <param name="yPred">The prediction.</param>
    /// <param name="sampleWeight">One weight an example, of shape (batch), or of the shape that <see cref="Call"/> gives; null weighs all alike.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public SymbolicTensor Apply(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight = null)
    {
        SymbolicTensor values = PerExample(yTrue, yPred);
        if (sampleWeight is not null) values *= Ranks.ExpandTo(sampleWeight, values.Shape);
        if (Reduction == Reduction.None) return values;
        if (Reduction == Reduction.Sum) return Ops.ReduceSum(values);
        if (Reduction == Reduction.MeanWithSampleWeight && sampleWeight is not null) return Ops.ReduceSum(values) / Ops.ReduceSum(sampleWeight);
        return Ops.ReduceMean(values);
    }

    /// <summary>Its arguments under Keras' names, as they go into a model file.</summary>
    public virtual JsonObject GetConfig() => new() { ["name"] = Name, ["reduction"] = Reduction.ToString() };

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal SymbolicTensor PerExample(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        (SymbolicTensor truth, SymbolicTensor prediction) = Ranks.Align(yTrue, yPred);
        return Call(truth, prediction);
    }

    /// <summary>Checks, before a training begins, that labels of a shape can be compared with an output.</summary>
    /// <param name="labels">The labels' shape, with the batch.</param>
    /// <param name="output">The model's output shape, with the batch.</param>
    /// <exception cref="ShapeException">They cannot.</exception>
    internal virtual void CheckShapes(Shape labels, Shape output)
    {
        if (Ranks.FitTogether(labels, output)) return;
        throw new ShapeException(
            $"The loss {Name} compares labels and outputs number by number, but the labels have the shape {labels} and the model's output {output}. "
            + "Give the last layer as many units as the labels have columns.");
    }

    /// <summary>Checks, before a training begins, that the labels' values make sense.</summary>
    /// <param name="labels">All of them, row by row.</param>
    /// <param name="shape">Their shape, with the batch.</param>
    /// <param name="output">The model's output shape, with the batch.</param>
    /// <param name="array">What the caller calls the labels.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal virtual void CheckLabels(ReadOnlySpan<float> labels, Shape shape, Shape output, string array)
    {
    }
}
