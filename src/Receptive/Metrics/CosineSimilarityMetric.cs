using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>The cosine of the angle between truth and prediction: 1 for the same direction, -1 for the opposite one.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n). In files it is Keras' metric CosineSimilarity.</remarks>
/// <example><code>model.Compile("adam", "mse", [new CosineSimilarityMetric()]);</code></example>
public sealed class CosineSimilarityMetric : MeanMetric
{
    private int _axis;

    /// <param name="name">What logs call it.</param>
    /// <param name="axis">The axis along which vectors lie; the last by default.</param>
    public CosineSimilarityMetric(string name = "cosine_similarity", int axis = -1)
        : base(name) => _axis = axis;

    /// <inheritdoc/>
    public override string ClassName => "CosineSimilarity";

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Axis("axis", ref _axis);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        (SymbolicTensor truth, SymbolicTensor prediction) = Ranks.Align(yTrue, yPred);
        return Losses.CosineSimilarity.Cosine(truth, prediction, _axis);
    }
}
