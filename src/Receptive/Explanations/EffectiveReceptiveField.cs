using System.Numerics.Tensors;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Explanations;

/// <summary>
/// How much each pixel in the receptive field of a unit really counts. The field's size follows from the layers alone;
/// within it the middle counts far more than the edge, and training changes by how much.
/// </summary>
/// <remarks>Source: Luo, Li, Urtasun and Zemel, Understanding the Effective Receptive Field in Deep Convolutional Neural Networks, NIPS 2016.</remarks>
public sealed class EffectiveReceptiveField
{
    private EffectiveReceptiveField(HeatMap map, ReceptiveField field, int row, int column) => (Map, Field, Row, Column) = (map, field, row, column);

    /// <summary>The mean size of the gradient of the unit with respect to each pixel, over the images; 1 where it is largest.</summary>
    public HeatMap Map { get; }

    /// <summary>The receptive field that follows from the layers.</summary>
    public ReceptiveField Field { get; }

    /// <summary>The unit's row in the layer's output.</summary>
    public int Row { get; }

    /// <summary>The unit's column.</summary>
    public int Column { get; }

    /// <summary>The share of the receptive field's pixels that hold a share of the effect, the strongest first: 0.95 of it by default.</summary>
    public double AreaHolding(double share = 0.95)
    {
        float[] sorted = [.. Map.Values.ToArray().OrderDescending()];
        double all = sorted.Sum(value => (double)value), sum = 0;
        int count = 0;
        while (count < sorted.Length && sum < share * all) sum += sorted[count++];
        (int top, int bottom) = Field.Height.Within(Row, Map.Height);
        (int left, int right) = Field.Width.Within(Column, Map.Width);
        return count / (double)((bottom - top + 1) * (right - left + 1));
    }

    /// <summary>Measures it with images.</summary>
    /// <param name="model">A model of images.</param>
    /// <param name="layer">The layer's name.</param>
    /// <param name="images">(examples, height, width, channels), or as the model takes them; some dozens are enough.</param>
    /// <param name="row">The unit's row; the middle one by default.</param>
    /// <param name="column">The unit's column; the middle one by default.</param>
    /// <exception cref="ArgumentException">The images do not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The layer does not depend on the image, or the model takes no images.</exception>
    /// <exception cref="KeyNotFoundException">There is no such layer.</exception>
    public static EffectiveReceptiveField Of(Model model, string layer, Tensor<float> images, int? row = null, int? column = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ModelTrace trace = ModelTrace.Of(model);
        TracedLayer traced = trace[layer];
        if (!trace.Fields().TryGetValue(traced.Output, out TensorField field))
            throw new InvalidOperationException($"The output of the layer '{layer}' does not depend on the image.");
        Shape shape = traced.Output.Shape;
        int rows = field.Height.Units(shape), columns = field.Width.Units(shape);
        int r = row ?? rows / 2, c = column ?? columns / 2;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)r, (uint)rows, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)c, (uint)columns, nameof(column));

        int count = (int)images.Lengths[0], length = (int)trace.Input.Shape.ElementsPerRow;
        if (images.FlattenedLength != (nint)count * length)
            throw new ArgumentException($"The model takes {trace.Input.Shape}, but an image has {images.FlattenedLength / count} numbers.", nameof(images));
        float[] pixels = new float[(long)count * length];
        images.FlattenTo(pixels);

        const int most = 16;
        using var function = new GradientFunction(trace.Input, traced.Output, [trace.Input], batchCapacity: Math.Min(count, most));
        float[] one = UnitMask(shape, field, r, c);
        float[] sum = new float[trace.ImageHeight * trace.ImageWidth];
        for (int first = 0; first < count; first += most)
        {
            int batch = Math.Min(most, count - first);
            float[] upstream = new float[one.Length * batch];
            for (int i = 0; i < batch; i++) one.CopyTo(upstream, i * one.Length);
            function.Run(pixels.AsSpan(first * length, batch * length), upstream, batch);
            for (int i = 0; i < batch; i++)
            {
                float[] map = trace.OverChannels(function.Gradient(0).Slice(i * length, length), (total, value) => total + Math.Abs(value));
                TensorPrimitives.Add(sum, map, sum);
            }
        }

        var heat = new HeatMap(HeatMap.Normalised(sum), trace.ImageHeight, trace.ImageWidth) { Layer = layer };
        return new EffectiveReceptiveField(heat, ReceptiveField.Of(field), r, c);
    }

    /// <summary>1 at the unit in every channel, 0 elsewhere. Of merged axes it is the first unit, channel and all.</summary>
    private static float[] UnitMask(Shape shape, TensorField field, int row, int column)
    {
        int[] dimensions = shape.WithoutBatch().ToArray();
        float[] mask = new float[shape.ElementsPerRow];
        for (int i = 0; i < mask.Length; i++)
        {
            bool chosen = true;
            int rest = i;
            for (int d = dimensions.Length - 1; d >= 0; d--)
            {
                int index = rest % dimensions[d];
                rest /= dimensions[d];
                if (d + 1 == field.Height.Dimension) chosen &= index == row;
                if (d + 1 == field.Width.Dimension) chosen &= index == column;
            }

            if (chosen) mask[i] = 1;
        }

        return mask;
    }
}
