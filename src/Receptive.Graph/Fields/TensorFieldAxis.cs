namespace Receptive.Graph;

/// <summary>What the units of a tensor see along one axis of the image, and along which dimension of the tensor they lie.</summary>
/// <param name="Field">What a unit sees: unit i along <paramref name="Dimension"/>, or every unit where there is no direction.</param>
/// <param name="Dimension">The dimension of the tensor that runs along the axis; -1 where none does.</param>
/// <param name="Together">
/// What all units see together, where a reshape has merged the axis with others, as flattening does: a unit still sees as many
/// pixels as before, but along the dimension the places follow no stride. <paramref name="Field"/> is then that of the first unit.
/// Null otherwise.
/// </param>
public readonly record struct TensorFieldAxis(FieldAxis Field, int Dimension, FieldAxis? Together = null)
{
    /// <summary>The number of units along the axis in a tensor of a shape; 1 where there is no direction.</summary>
    public int Units(Shape shape) => Dimension >= 0 && Together is null ? shape[Dimension] : 1;

    /// <summary>The same units along another dimension.</summary>
    public TensorFieldAxis At(int dimension) => this with { Dimension = dimension };

    /// <summary>The field of something computed from all units of a tensor along the axis.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="dimension">The dimension along which results lie, all with the same field; -1 for none.</param>
    public TensorFieldAxis OverAll(Shape shape, int dimension = -1) =>
        new(Together ?? (Dimension < 0 ? Field : Field.OverAll(shape[Dimension])), dimension);

    /// <summary>The field after a convolution or pooling along the dimension.</summary>
    public TensorFieldAxis Through(FieldWindow window) => Together is { } all ? new(all, Dimension) : this with { Field = Field.Through(window) };

    /// <summary>The field of something computed from the same unit of two tensors of one shape.</summary>
    /// <param name="other">The other tensor's.</param>
    /// <param name="shape">The shape.</param>
    public TensorFieldAxis Union(TensorFieldAxis other, Shape shape)
    {
        if (this == other) return this;

        // A branch that sees everything at once, such as squeeze-and-excitation's, joins one that still has a direction.
        if (Dimension == other.Dimension || Dimension < 0 || other.Dimension < 0)
        {
            int dimension = Math.Max(Dimension, other.Dimension);
            if (Together is null && other.Together is null)
                return new(Field.Union(other.Field, dimension < 0 ? 1 : shape[dimension]), dimension);
            return new(OverAll(shape).Field.Union(other.OverAll(shape).Field, 1), dimension);
        }

        return new(OverAll(shape).Field.Union(other.OverAll(shape).Field, 1), -1);
    }
}
