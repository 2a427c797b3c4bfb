using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>
/// What training makes smaller: a number for how far predictions are from the truth. Keras' names convert by
/// themselves: <c>loss: "categorical_crossentropy"</c>.
/// </summary>
/// <example>A custom one:
/// <code>
/// sealed class Quartic : Loss
/// {
///     public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
///         Ops.ReduceMean(Ops.Square(Ops.Square(yPred - yTrue)), [-1]);
/// }
/// </code></example>
public abstract class Loss : KerasObject
{
    private string _name;
    private Reduction _reduction;

    /// <param name="name">What logs and files call it; by default the class in small letters.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    protected Loss(string? name = null, Reduction reduction = default)
    {
        _name = name ?? SnakeCase.From(GetType().Name);
        _reduction = reduction;
    }

    /// <summary>What logs and files call it.</summary>
    public string Name => _name;

    /// <summary>How the losses of a batch become one number.</summary>
    public Reduction Reduction => _reduction;

    internal override string Module => "keras.losses";

    /// <summary>By Keras' name, such as "categorical_crossentropy" or "mse".</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static implicit operator Loss(string name) => Get(name);

    /// <summary>By Keras' name, such as "categorical_crossentropy" or "mse".</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists the known ones.</exception>
    public static Loss Get(string name)
    {
        Loss loss = Registries.Losses.Get(name);

        // A loss that was asked for by a short name is logged under that name, as in Keras.
        if (name.Length <= 3) loss._name = name;
        return loss;
    }


    /// <summary>From what a model file holds: a name, or an object with a class and its configuration.</summary>
    /// <exception cref="InvalidDataException">The loss is not known or its configuration does not fit.</exception>
    public static Loss FromConfig(JsonNode? config)
    {
        string? alone = null;
        if (Codecs.TryText(config, out alone) || (config is JsonObject o && Codecs.TryText(o["config"], out alone)))
        {
            try
            {
                return Get(alone!);
            }
            catch (ArgumentException e)
            {
                throw new InvalidDataException(e.Message, e);
            }
        }

        return Registries.Losses.FromConfig(config);
    }

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
        SymbolicTensor? weights = sampleWeight is null ? null : Ranks.ExpandTo(sampleWeight, values.Shape), counted = Counted(yTrue, yPred);
        if (counted is not null) weights = weights is null ? counted : weights * counted;
        if (weights is not null) values *= weights;
        if (Reduction == Reduction.None) return values;
        SymbolicTensor sum = Ops.ReduceSum(values);
        if (Reduction == Reduction.Sum) return sum;
        if (Reduction == Reduction.MeanWithSampleWeight && weights is not null) return Quotient(sum, Ops.ReduceSum(weights));
        return counted is null ? Ops.ReduceMean(values) : Quotient(sum, Ops.ReduceSum(counted));

        // Where no example counts, the loss is 0, as in Keras.
        static SymbolicTensor Quotient(SymbolicTensor sum, SymbolicTensor total)
        {
            SymbolicTensor isZero = Ops.Equal(total, 0f);
            return Ops.Select(isZero, 0f, sum / Ops.Select(isZero, 1f, total));
        }
    }

    /// <summary>1 for each value of the loss that counts and 0 for others; null where all count.</summary>
    internal virtual SymbolicTensor? Counted(SymbolicTensor yTrue, SymbolicTensor yPred) => null;

    /// <inheritdoc/>
    /// <remarks>A loss with arguments describes them after calling this.</remarks>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Reduction("reduction", ref _reduction);
    }

    internal override void WriteConfig(JsonObject config)
    {
        config["name"] = _name;
        base.WriteConfig(config);
    }

    internal override void ReadConfig(ConfigReader reader)
    {
        _name = Codecs.TryText(reader.Take("name"), out string? name) ? name! : SnakeCase.From(ClassName);
        reader.Take("dtype");
        reader.Take("fn");
        base.ReadConfig(reader);
    }

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
    /// <param name="labels">Some of them, row by row.</param>
    /// <param name="first">The number of the first of these examples.</param>
    /// <param name="shape">Their shape, with the batch.</param>
    /// <param name="output">The model's output shape, with the batch.</param>
    /// <param name="array">What the caller calls the labels.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal virtual void CheckLabels(ReadOnlySpan<float> labels, int first, Shape shape, Shape output, string array)
    {
    }
}
