using System.Globalization;
using System.Numerics.Tensors;
using Receptive.Diagnostics;
using Receptive.Explanations;
using Receptive.Pictures;

namespace Receptive.Plotting;

/// <summary>The parts of a report on the model itself. A part is null where there is nothing to show.</summary>
internal static class ModelSections
{
    public static Action<HtmlWriter>? Model(TrainingReportData data) => html =>
    {
        IReadOnlyList<LayerCost> costs = LayerCosts.Of(data.Model);
        Dictionary<string, LayerField> fields = Fields(data.Model).ToDictionary(layer => layer.Name);
        html.BeginSection("model", "The model", "From the image to the prediction. Layers in colour have weights that were learned.")
            .Figure(Plot.Diagram(data.Model))
            .Table("Layers", ["layer", "kind", "output", "parameters", "operations per image", "sees (pixels)"], [.. costs.Select(cost => (IReadOnlyList<string>)
            [
                cost.Name, cost.ClassName, ModelDiagramFigure.ShapeText(cost.OutputShape), cost.Parameters.ToString("N0", CultureInfo.InvariantCulture),
                BarsFigure.Number(cost.FloatingOperations), fields.GetValueOrDefault(cost.Name)?.Field?.SizeText ?? "-",
            ])]);
        (string Name, ConnectionComparison Cost)[] comparisons = [.. costs.Where(cost => cost.Comparison is not null).Select(cost => (cost.Name, cost.Comparison!))];
        if (comparisons.Length > 0)
        {
            html.Element("h3", "Why not fully connected?").Figure(Plot.Connections(comparisons) with { Title = null }, "The weights each convolution has, against the same task with windows that share nothing, and fully connected. The scale goes by powers of ten.");
        }

        html.EndSection();
    };

    public static Action<HtmlWriter>? GradCam(TrainingReportData data, TestResults? results)
    {
        if (data.TestImages is not { } images || !IsConvolutional(data.Model)) return null;
        return html =>
        {
            ModelTrace trace = ModelTrace.Of(data.Model);
            float[] pixels = Flat(images);
            int count = (int)images.Lengths[0], length = pixels.Length / count;
            var pictures = new List<GridImage>();
            bool dark = false;
            foreach (int index in Chosen(count, results))
            {
                ReadOnlySpan<float> image = pixels.AsSpan(index * length, length);
                HeatMap map = Explanations.GradCam.Of(data.Model, image);
                bool wrong = results is not null && results.Labels[index] != map.ClassIndex;
                pictures.Add(new GridImage(
                    Plot.Overlay(trace.PictureOf(image), map), Plot.Scored(data.ClassNames, map.ClassIndex, map.Probability), wrong,
                    wrong ? $"true: {Plot.Name(data.ClassNames, results!.Labels[index])}" : null));
                dark |= !map.Values.ContainsAnyExcept(0);
            }

            string lead = "Grad-CAM: bright parts speak for the predicted class, with its probability below.";
            if (dark) lead += " Where nothing is bright no map as a whole speaks for it: the layers behind look at places, not at whole maps.";
            html.BeginSection("gradcam", "Where the model looks", lead)
                .Grid(Plot.Images(pictures)).EndSection();
        };
    }

    public static Action<HtmlWriter>? FiltersAndMaps(TrainingReportData data)
    {
        if (!IsConvolutional(data.Model)) return null;
        return html =>
        {
            ImageGridFigure filters = Plot.Filters(FilterBank.Of(data.Model));
            html.BeginSection("filters", "Filters and feature maps", "The first convolution's filters, as they were learned: red asks for bright pixels, blue for dark ones.")
                .Figure(filters with { Columns = Math.Min(16, filters.Count), ImageSize = 44, NarrowColumns = filters.Count > 8 ? 8 : 4 });
            if (data.TestImages is { } images)
            {
                float[] pixels = Flat(images);
                IReadOnlyList<LayerOutput> layers = FeatureMaps.Of(data.Model, pixels.AsSpan(0, pixels.Length / (int)images.Lengths[0]));
                html.Element("h3", "What the layers make of the first test image");
                html.Figure(Plot.FeatureMaps(layers), narrow: Plot.FeatureMaps(layers, mapsPerLayer: 4) with { NarrowColumns = 4 }, caption: "A row for each layer: the maps that answer most. Deeper maps are coarser and mean more.");
            }

            html.EndSection();
        };
    }

    public static Action<HtmlWriter>? Fields(TrainingReportData data)
    {
        if (Fields(data.Model).All(layer => layer.Field is null)) return null;
        return html =>
        {
            ModelTrace trace = ModelTrace.Of(data.Model);
            Picture picture = data.TestImages is { } images
                ? trace.PictureOf(Flat(images).AsSpan(0, (int)trace.Input.Shape.ElementsPerRow))
                : Picture.FromBytes([.. Enumerable.Repeat((byte)128, trace.ImageHeight * trace.ImageWidth)], trace.ImageHeight, trace.ImageWidth);
            html.BeginSection("fields", "Receptive fields", "What the middle unit of each layer can see of the image. It grows with every window put upon windows.")
                .Figure(Plot.ReceptiveFields(data.Model, picture))
                .Table("Receptive fields by layer", ["layer", "sees", "steps by", "first unit begins at"], [.. Fields(data.Model).Where(layer => layer.Field is not null).Select(layer => (IReadOnlyList<string>)
                    [layer.Name, layer.Field!.Value.SizeText, layer.Field.Value.StrideText, layer.Field.Value.OffsetText])]);
            if (data.TestImages is { } sample && trace.HasConvolution)
            {
                string deepest = trace.Layers.Last(traced => traced.Output.Shape.Rank == 4 && !ReferenceEquals(traced.Output, traced.Input)).Layer.Name;
                int count = (int)Math.Min(32, sample.Lengths[0]);
                Tensor<float> some = Tensor.Create(Flat(sample)[..(int)(sample.FlattenedLength / sample.Lengths[0] * count)], [count, .. sample.Lengths[1..]]);
                ImageGridFigure effective = Plot.EffectiveField(EffectiveReceptiveField.Of(data.Model, deepest, some)) with { ImageSize = 260 };
                html.Element("h3", "How much of it really counts")
                    .Figure(effective, "The mean size of the gradient with respect to each pixel: the middle of a receptive field counts more than its edge.");
            }

            html.EndSection();
        };
    }

    public static Action<HtmlWriter>? Cost(TrainingReportData data) => html =>
    {
        RunHealth? measured = data.Health is { Times.Count: > 0 } ? data.Health : null;
        IReadOnlyList<LayerTime> times = measured?.Times ?? LayerTimes.Of(data.Model);
        double peak = measured?.PeakGigaflops ?? LayerTimes.PeakGigaflops(data.Model);
        html.BeginSection("cost", "Time and memory");
        var rows = new List<IReadOnlyList<string>>();
        if (data.TrainSeconds is { } seconds) rows.Add(["training", TrainingReport.Duration(seconds)]);
        if (data.ImagesPerSecond is { } rate) rows.Add(["training images per second", rate.ToString("N0", CultureInfo.InvariantCulture)]);
        if (data.PeakMemoryBytes is { } bytes) rows.Add(["most memory", (bytes / 1048576.0).ToString("N0", CultureInfo.InvariantCulture) + " MiB"]);
        rows.Add(["weights", (data.Model.CountParameters() * 4 / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " MiB"]);
        html.Table("The run", [], rows, "settings").Element("h3", "Predicting 32 images, layer by layer");
        bool beyond = times.Any(time => time.ShareOfPeak(peak) > 1);
        html.Figure(Plot.LayerTimes(times), beyond ? "Operations are counted by a layer's definition. Convolutions of 3x3 are computed with fewer (Winograd), so that they can seem faster than the machine's peak." : null)
            .Table("Time by layer", ["layer", "time", "operations", "GFLOP/s", "share of peak"], [.. times.Select(time => (IReadOnlyList<string>)
            [
                time.Name, (time.Seconds * 1e3).ToString("0.000", CultureInfo.InvariantCulture) + " ms", BarsFigure.Number(time.FloatingOperations),
                time.GigaflopsPerSecond.ToString("0.#", CultureInfo.InvariantCulture), time.ShareOfPeak(peak).ToString("0%", CultureInfo.InvariantCulture),
            ])])
            .Element("p", string.Create(CultureInfo.InvariantCulture, $"The peak, {peak:N0} GFLOP/s, is the most multiplications and additions this machine does a second, measured. A layer far below it waits for memory."), "class=\"lead\"").EndSection();
    };

    /// <summary>The first images, and where there are mistakes the first two of those.</summary>
    private static IEnumerable<int> Chosen(int count, TestResults? results)
    {
        int[] wrong = results is null ? [] : [.. Enumerable.Range(0, count).Where(i => results.Labels[i] != results.Predicted[i]).Take(2)];
        return Enumerable.Range(0, count).Except(wrong).Take(ResultSections.InGrid - wrong.Length).Concat(wrong);
    }

    private static float[] Flat(Tensor<float> images)
    {
        float[] pixels = new float[images.FlattenedLength];
        images.FlattenTo(pixels);
        return pixels;
    }

    private static bool IsConvolutional(Model model) => ModelTrace.Of(model) is { HasConvolution: true, TakesImages: true };

    private static IReadOnlyList<LayerField> Fields(Model model) => ModelTrace.Of(model).TakesImages ? ReceptiveFields.Of(model) : [];
}
