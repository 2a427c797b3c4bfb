using System.Numerics.Tensors;
using Receptive.Explanations;
using Receptive.Graph;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Explanations;

/// <summary>Receptive fields of models: what the arithmetic says against what gradients find.</summary>
public sealed class ModelFieldTests
{
    [Fact]
    public void Notebook_layers_see_what_the_table_says()
    {
        IReadOnlyList<LayerField> layers = ReceptiveFields.Of(SmallModels.Notebook());
        Assert.Equal(
            ["3x3, stride 1x1", "5x5, stride 1x1", "6x6, stride 2x2", "6x6, stride 2x2", "6x6", "28x28", "28x28", "28x28"],
            layers.Select(layer => layer.Field.ToString()));
        Assert.Equal([26, 24, 12, 12, 1, 1, 1, 1], layers.Select(layer => layer.Rows));
        Assert.Equal("max_pooling2d", layers[2].Name);
    }

    [Fact]
    public void Summary_with_fields_is_as_its_golden()
    {
        string text = SmallModels.Notebook().SummaryText(receptiveField: true);
        string[] lines = [.. text.Split('\n').Where(line => line.Trim().Length > 0).Select(line => line.TrimEnd())];
        Assert.Equal(" Layer (type)                Output Shape              Param #    Sees       Stride  Offset", lines[2]);
        Assert.Equal(" conv2d (Conv2D)             (None, 26, 26, 32)        320        3x3        1x1     0, 0", lines[4]);
        Assert.Equal(" max_pooling2d (MaxPooling2D  (None, 12, 12, 64)       0          6x6        2x2     0, 0", lines[6]);
        Assert.Equal(" flatten (Flatten)           (None, 9216)              0          6x6        -       0, 0", lines[9]);
        Assert.All(lines, line => Assert.True(line.Length <= 96));
        Assert.DoesNotContain("Sees", SmallModels.Notebook().SummaryText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, -1)]
    [InlineData(3, 2)]
    public void No_pixel_outside_a_field_has_any_effect_and_every_edge_of_it_has(int row, int column)
    {
        Sequential model = SmallModels.Odd();
        Tensor<float> images = SmallModels.RandomImages(48, 22, 25, 2);
        foreach (LayerField layer in ReceptiveFields.Of(model))
        {
            int r = Math.Min(row < 0 ? layer.Rows - 1 : row, layer.Rows - 1), c = Math.Min(column < 0 ? layer.Columns - 1 : column, layer.Columns - 1);
            HeatMap map = EffectiveReceptiveField.Of(model, layer.Name, images, r, c).Map;
            (int top, int bottom) = layer.Field!.Value.Height.Within(r, 22);
            (int left, int right) = layer.Field!.Value.Width.Within(c, 25);
            double[] edges = new double[4];
            for (int y = 0; y < 22; y++)
            {
                for (int x = 0; x < 25; x++)
                {
                    bool inside = y >= top && y <= bottom && x >= left && x <= right;
                    Assert.True(inside || map[y, x] == 0, $"{layer.Name}, unit ({r}, {c}), field {layer.Field}: pixel ({y}, {x}) outside has the effect {map[y, x]}");
                    if (y == top) edges[0] += map[y, x];
                    if (y == bottom) edges[1] += map[y, x];
                    if (x == left) edges[2] += map[y, x];
                    if (x == right) edges[3] += map[y, x];
                }
            }

            Assert.All(edges, edge => Assert.True(edge > 0, $"{layer.Name}, unit ({r}, {c}), field {layer.Field}: an edge has no effect: {string.Join(", ", edges)}"));
        }
    }

    [Fact]
    public void Effective_field_is_stronger_in_the_middle_than_at_the_edge()
    {
        EffectiveReceptiveField effective = EffectiveReceptiveField.Of(SmallModels.Notebook(), "max_pooling2d", SmallModels.RandomImages(32, 28, 28, 1));
        Assert.Equal("6x6, stride 2x2", effective.Field.ToString());
        (int top, _) = effective.Field.Height.Of(effective.Row);
        (int left, _) = effective.Field.Width.Of(effective.Column);
        Assert.True(effective.Map[top + 2, left + 2] > 1.5 * effective.Map[top, left]);
        Assert.InRange(effective.AreaHolding(0.5), 0.05, 0.45);
        Assert.InRange(effective.AreaHolding(1), 0.9, 1);
    }

    [Fact]
    public void Images_with_channels_first_have_the_same_fields()
    {
        Sequential model =
        [
            new Conv2D(4, kernelSize: (3, 5)) { InputShape = [2, 20, 24], DataFormat = "channels_first" },
            new MaxPooling2D(poolSize: 2) { DataFormat = "channels_first" },
        ];
        IReadOnlyList<LayerField> layers = ReceptiveFields.Of(model);
        Assert.Equal(["3x5, stride 1x1", "4x6, stride 2x2"], layers.Select(layer => layer.Field.ToString()));
        Assert.Equal((9, 10), (layers[1].Rows, layers[1].Columns));
        Assert.Equal(1, EffectiveReceptiveField.Of(model, "max_pooling2d", SmallModels.RandomImages(8, 2, 20, 24)).Map.ShareWithin(8, 10, 4, 6), 1e-6);
    }

    [Fact]
    public void Model_of_ones_own_with_a_branch_is_followed()
    {
        var model = new Residual();
        model.BuildFor([16, 16, 3]);
        Dictionary<string, LayerField> layers = ReceptiveFields.Of(model).ToDictionary(layer => layer.Name);
        Assert.Equal("5x5, stride 1x1", layers["wide"].Field.ToString());
        Assert.Equal("7x7, stride 1x1", layers["last"].Field.ToString());
    }

    [Fact]
    public void Blocks_inside_are_opened()
    {
        var block = new Sequential { new Conv2D(2, kernelSize: 3, name: "inner_1"), new Conv2D(2, kernelSize: 3, name: "inner_2") };
        var model = new Sequential { new Conv2D(2, kernelSize: 3, name: "outer") { InputShape = [12, 12, 1] }, block };
        Assert.Equal(["outer 3x3", "sequential/inner_1 5x5", "sequential/inner_2 7x7"], ReceptiveFields.Of(model).Select(layer => $"{layer.Name} {layer.Field!.Value.SizeText}"));
    }

    [Fact]
    public void Model_without_images_or_shape_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => ReceptiveFields.Of(new Sequential { new Dense(2) { InputShape = [5] } }));
        Assert.Throws<InvalidOperationException>(() => ReceptiveFields.Of(new Sequential { new Dense(2) }));
    }

    private sealed class Residual : Model
    {
        private readonly Conv2D _wide;
        private readonly Conv2D _last;

        public Residual()
        {
            _wide = AddPart(new Conv2D(3, kernelSize: 5, padding: "same", name: "wide"));
            _last = AddPart(new Conv2D(2, kernelSize: 3, name: "last"));
        }

        public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => _last.Apply(x + _wide.Apply(x, context), context);
    }
}
