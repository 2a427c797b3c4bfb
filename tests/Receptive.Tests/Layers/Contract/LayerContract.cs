using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Tests.Description;
using Receptive.Tests.Saving;
using Xunit;

namespace Receptive.Tests.Layers.Contract;

/// <summary>
/// What holds for every layer of the registry: none is named here, so a row added there is tested at once. A layer for which
/// arguments and inputs cannot be found by trying gets a row in the hints of <see cref="LayerSpecimen"/>.
/// </summary>
public sealed class LayerContract
{
    public static TheoryData<string> ClassNames => [.. LayerSpecimen.ClassNames];

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void Its_outputs_have_the_shape_that_was_inferred(string className)
    {
        foreach (LayerSpecimen specimen in Both(className))
        {
            Model model = specimen.ModelOf(specimen.Make());
            foreach (int batch in new[] { 1, 3 })
            {
                IReadOnlyList<Tensor<float>> outputs = model.PredictAll(specimen.Batch(batch), batchSize: 2);
                Assert.Equal(model.OutputShapes.Count, outputs.Count);
                for (int i = 0; i < outputs.Count; i++)
                {
                    int[] expected = [batch, .. model.OutputShapes[i].Dimensions[1..]];
                    Assert.Equal(expected, outputs[i].Lengths.ToArray().Select(length => (int)length));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void Every_argument_changes_what_it_does(string className)
    {
        // Some arguments do nothing unless others do something: the second specimen has those.
        Observation[] usual = new Observation[2];
        LayerSpecimen[] specimens = Both(className);
        for (int k = 0; k < 2; k++)
        {
            usual[k] = Observation.Of(specimens[k], specimens[k].Make());
            Assert.Null(usual[k].Difference(Observation.Of(specimens[k], specimens[k].Make()))); // or a difference would say nothing
        }

        HashSet<string> unseen = [.. ArgumentList.Of(specimens[0].Make()).Select(argument => argument.Name)];
        for (int k = 0; k < 2; k++)
        {
            foreach (ListedArgument argument in ArgumentList.Of(specimens[k].Make()).Where(argument => unseen.Contains(argument.Name)))
            {
                for (int i = 0; i < argument.Alternatives && unseen.Contains(argument.Name); i++)
                {
                    if (specimens[k].MakeWith(argument.Name, i) is not { } changed) continue;

                    // By way of a file, as a layer that was loaded has it.
                    Observation now = Observation.Of(specimens[k], specimens[k].Read(changed.GetConfig()));
                    if (usual[k].Difference(now) is not null) unseen.Remove(argument.Name);
                }
            }
        }

        Assert.True(unseen.Count == 0, $"{className} does the same whatever {string.Join(" and ", unseen)} is.");
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void Its_gradients_are_those_of_differences(string className)
    {
        foreach (LayerSpecimen specimen in Both(className))
        {
            foreach (bool training in new[] { false, true })
            {
                // A step across a kink says nothing: other inputs then. A wrong gradient is wrong at all of them.
                using var gradient = new LayerGradient(specimen, training);
                string? fault = null;
                for (ulong key = 1; key <= 4; key++)
                {
                    fault = gradient.Fault(key);
                    if (fault is null) break;
                }

                Assert.True(fault is null, $"{specimen.Make()}, training {training}: {fault}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void A_training_step_moves_every_weight_that_trains(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        Observation observation = Observation.Of(specimen, specimen.Make());
        Assert.All(observation.Losses, loss => Assert.True(float.IsFinite(loss)));
        Dictionary<string, float[]> before = observation.All("initial"), after = observation.All("trained");
        Model model = specimen.ModelOf(specimen.Make());
        foreach (Variable weight in model.TrainableWeights) Assert.NotEqual(before[weight.Name], after[weight.Name]);
        Assert.All(after.Values, values => Assert.All(values, value => Assert.True(float.IsFinite(value))));

        Layer frozen = specimen.Make();
        frozen.Trainable = false;
        Observation still = Observation.Of(specimen, frozen);
        Assert.Equal(still.All("initial"), still.All("trained"));
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void A_saved_model_computes_the_same(string className)
    {
        using var folder = new TemporaryFolder();
        foreach (LayerSpecimen specimen in Both(className))
        {
            Model model = specimen.ModelOf(specimen.Make());
            IReadOnlyList<Tensor<float>> expected = model.PredictAll(specimen.Batch(3));
            foreach (string name in new[] { "model.keras", "model.h5" })
            {
                model.Save(folder.File(name));
                Model loaded = Model.Load(folder.File(name));
                IReadOnlyList<Tensor<float>> outputs = loaded.PredictAll(specimen.Batch(3));
                for (int i = 0; i < expected.Count; i++) Assert.True(Flat(expected[i]).AsSpan().SequenceEqual(Flat(outputs[i])), $"{specimen.Make()} from {name} computes something else.");
                Assert.Equal(model.Layers.Select(layer => layer.ToString()), loaded.Layers.Select(layer => layer.ToString()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void No_examples_are_refused_with_a_reason(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        Model model = specimen.ModelOf(specimen.Make());
        Assert.Contains("no examples", Assert.Throws<ArgumentException>(() => model.PredictAll(specimen.Batch(0))).Message);
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void What_every_layer_has_survives_a_file(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        JsonObject config = specimen.Make().GetConfig();
        config["name"] = "other";
        config["trainable"] = false;
        config["activity_regularizer"] = new Receptive.Regularizers.L2(0.5f).Serialize();
        Layer layer = specimen.Read(config);
        Assert.Equal("other", layer.Name);
        Assert.False(layer.Trainable);
        Assert.True(JsonNode.DeepEquals(config["activity_regularizer"], layer.GetConfig()["activity_regularizer"]));

        Layer plain = specimen.Make(), penalised = specimen.Make();
        JsonObject with = penalised.GetConfig();
        with["activity_regularizer"] = config["activity_regularizer"]!.DeepClone();
        Assert.NotEqual(Observation.Of(specimen, plain).Losses, Observation.Of(specimen, specimen.Read(with)).Losses);
    }

    /// <summary>A layer with usual arguments, and one with as many others as possible.</summary>
    private static LayerSpecimen[] Both(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        return [specimen, specimen.Changed()];
    }

    private static float[] Flat(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
