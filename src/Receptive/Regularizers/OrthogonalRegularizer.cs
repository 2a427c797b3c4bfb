using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Regularizers;

/// <summary>The mean of the absolute cosines between the rows, or the columns, of a matrix: they become orthogonal to each other.</summary>
/// <remarks>For weights of two dimensions. Source: https://keras.io/api/layers/regularizers/.</remarks>
/// <example><code>new Dense(4) { KernelRegularizer = new OrthogonalRegularizer(0.01f) }</code></example>
public sealed class OrthogonalRegularizer : Regularizer
{
    private float _factor;
    private string _mode;

    /// <param name="factor">What the mean is multiplied by; at least 0.</param>
    /// <param name="mode">"rows" or "columns".</param>
    /// <exception cref="ArgumentException">The factor is negative or not finite, or the mode is another word.</exception>
    public OrthogonalRegularizer(float factor = 0.01f, string mode = "rows")
    {
        (_factor, _mode) = (factor, mode);
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank != 2 || x.Shape.HasBatch) throw new ShapeException($"OrthogonalRegularizer is for matrices, but the weight has the shape {x.Shape}.");
        bool rows = _mode == "rows";
        int size = x.Shape[rows ? 0 : 1];
        if (size < 2) return 0f;
        SymbolicTensor unit = Layers.UnitNormalization.Normalize(x, [rows ? 1 : 0], 1e-7f);
        SymbolicTensor cosines = Ops.MatMul(unit, unit, transposeA: !rows, transposeB: rows);
        SymbolicTensor places = Ops.Constant([.. Enumerable.Range(0, size).Select(i => (float)i)], [size]);
        SymbolicTensor others = 1f - Ops.OneHot(places, size);
        return _factor * Ops.ReduceSum(Ops.Abs(cosines * others)) / (size * (size - 1f));
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("factor", ref _factor, 0.01f, NumberRange.NotNegative);
        arguments.Word("mode", ref _mode, "rows", "rows", "columns");
    }
}
