using System.Numerics.Tensors;
using Receptive.Graph;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Layers.Contract;

/// <summary>Inputs that a layer cannot take are refused by an exception that names the layer and says what it expects.</summary>
public sealed class LayerPreconditionContract
{
    public static TheoryData<string> ClassNames => [.. LayerSpecimen.ClassNames];

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void Another_number_of_dimensions_works_or_is_refused_by_name(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        for (int rank = 0; rank <= 5; rank++)
        {
            int[] shape = [.. Enumerable.Repeat(4, rank)];
            Layer layer = specimen.Make();
            try
            {
                SymbolicTensor[] inputs = [.. specimen.Inputs.Select(_ => Ops.Placeholder(new Shape(shape).WithBatch(), "x"))];
                layer.Apply(inputs, new CallContext(training: true));
            }
            catch (ShapeException e)
            {
                Assert.Contains(layer is Model ? "Layer '" : $"Layer '{layer.Name}'", e.Message);
                Assert.Contains(new Shape(shape).WithBatch().ToString(), e.Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void Another_number_of_inputs_works_or_is_refused_by_name(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        foreach (int count in new[] { 0, 1, 2, 3 })
        {
            Layer layer = specimen.Make();
            try
            {
                LayerTensor[] inputs = [.. Enumerable.Range(0, count).Select(_ => new Input(specimen.Inputs[0]).Tensor)];
                layer.ApplyMany(inputs);
            }
            catch (Exception e) when (e is ShapeException or ArgumentException)
            {
                Assert.True(e.Message.Contains(className, StringComparison.Ordinal) || e.Message.Contains($"'{layer.Name}'", StringComparison.Ordinal), e.Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void A_dimension_of_size_0_is_refused(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        Model model = specimen.ModelOf(specimen.Make());
        for (int axis = 0; axis < specimen.Inputs[0].Length; axis++)
        {
            int[] shape = [.. specimen.Inputs[0]];
            shape[axis] = 0;
            Examples x = Examples.Of([.. specimen.Inputs.Select(_ => Examples.FromTensor(Tensor.Create(Array.Empty<float>(), [2, .. shape.Select(size => (nint)size)])))]);
            Exception e = Assert.ThrowsAny<Exception>(() => model.PredictAll(x));
            Assert.True(e is ShapeException or ArgumentException, e.ToString());
        }
    }
}
