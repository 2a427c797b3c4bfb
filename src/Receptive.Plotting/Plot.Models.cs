using System.Globalization;
using System.Numerics.Tensors;
using Receptive.Diagnostics;
using Receptive.Explanations;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Pictures;

namespace Receptive.Plotting;

/// <content>Models, from the outside and from the inside.</content>
public static partial class Plot
{
    /// <summary>
    /// The model from input to output: layers that follow one another as images that get smaller and deeper, and vectors;
    /// a model with branches as boxes and the ways between them. Models inside are opened.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    public static ModelDiagramFigure Diagram(Model model)
    {
        ModelTrace trace = ModelTrace.Of(model);
        var blocks = new List<DiagramBlock>();
        for (int i = 0; i < trace.Inputs.Count; i++)
            blocks.Add(new DiagramBlock(model is Sequential || model.Graph is null ? "input" : model.Inputs[i].Layer.Name, "Input", trace.Inputs[i].Shape, 0, []));
        if (model.Graph is { } graph)
        {
            Add(graph, [.. Enumerable.Range(0, trace.Inputs.Count)]);
            return new ModelDiagramFigure(blocks);
        }

        // Layers that are composed in code: what goes into one came out of another.
        var makers = new Dictionary<SymbolicTensor, int>();
        for (int i = 0; i < trace.Inputs.Count; i++) makers[trace.Inputs[i]] = i;
        foreach (TracedLayer traced in trace.Layers)
        {
            int[] inputs = [.. traced.Inputs.Where(makers.ContainsKey).Select(input => makers[input])];
            Append(traced.Layer, traced.Output.Shape, inputs.Length > 0 ? inputs : [blocks.Count - 1]);
            foreach (SymbolicTensor output in traced.Outputs) makers[output] = blocks.Count - 1;
        }

        return new ModelDiagramFigure(blocks);

        IReadOnlyList<int> Add(ModelGraph part, IReadOnlyList<int> inputs)
        {
            var sources = new Dictionary<LayerTensor, int>();
            for (int i = 0; i < inputs.Count; i++) sources[part.Inputs[i]] = inputs[i];
            foreach (LayerCall call in part.Calls)
            {
                int[] own = [.. call.Inputs.Select(input => sources[input])];
                if (call.Layer is Model { Graph: { } inner })
                {
                    IReadOnlyList<int> results = Add(inner, own);
                    for (int i = 0; i < results.Count; i++) sources[call.Outputs[i]] = results[i];
                    continue;
                }

                Append(call.Layer, call.Outputs[0].Shape, own);
                foreach (LayerTensor output in call.Outputs) sources[output] = blocks.Count - 1;
            }

            return [.. part.Outputs.Select(output => sources[output])];
        }

        void Append(Layer layer, Shape output, IReadOnlyList<int> inputs) => blocks.Add(new DiagramBlock(
            layer.Name, Kind(layer), output, layer.CountParameters(), inputs,
            ChangesSingleNumbers: layer is Activation or BatchNormalization or Dropout or ReLU));
    }

    /// <summary>What the middle unit of each layer sees of an image.</summary>
    /// <param name="model">A model of images.</param>
    /// <param name="image">The image to draw on, of the size the model takes.</param>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, or takes no images.</exception>
    public static ReceptiveFieldFigure ReceptiveFields(Model model, Picture image)
    {
        var shown = new List<FieldOnImage>();
        foreach (LayerField layer in Explanations.ReceptiveFields.Of(model))
        {
            // A layer whose units see as much as those before it would only draw over it.
            if (layer.Field is { } seen && (shown.Count == 0 || shown[^1].Field.SizeText != seen.SizeText)) shown.Add(new FieldOnImage(layer.Name, seen, layer.Rows / 2, layer.Columns / 2));
        }

        return new ReceptiveFieldFigure(image, shown);
    }

    /// <summary>How much each pixel counts for a unit: its effective receptive field.</summary>
    public static ImageGridFigure EffectiveField(EffectiveReceptiveField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        string caption = string.Create(CultureInfo.InvariantCulture, $"{field.Map.Layer}: half the effect in {field.AreaHolding(0.5):0%} of {field.Field.SizeText}");
        return new ImageGridFigure([new GridImage(Picture.FromValues(field.Map.Values, field.Map.Height, field.Map.Width, ColorMap.Viridis, (0, 1)), caption)]) { ImageSize = 320 };
    }

    /// <summary>Filters as small pictures: red where they want a pixel bright, blue where dark. Of several channels the mean.</summary>
    /// <param name="filters">The filters.</param>
    /// <param name="count">How many at most.</param>
    public static ImageGridFigure Filters(FilterBank filters, int count = 64)
    {
        ArgumentNullException.ThrowIfNull(filters);
        float[][] means = [.. Enumerable.Range(0, Math.Min(count, filters.Count)).Select(filters.Mean)];
        float largest = Math.Max(1e-9f, means.Max(values => values.Max(Math.Abs)));
        return new ImageGridFigure([.. means.Select(values => new GridImage(
            Picture.FromValues(values, filters.Height, filters.Width, ColorMap.Diverging, (-largest, largest))))])
        {
            Columns = Math.Min(8, means.Length),
            ImageSize = 56,
            Subject = $"{means.Length} filters of {filters.Height}x{filters.Width} cells of the layer {filters.Layer}",
        };
    }

    /// <summary>What layers make of one image: a row of maps for each layer that has maps.</summary>
    /// <param name="layers">As <see cref="FeatureMaps.Of"/> gives them.</param>
    /// <param name="mapsPerLayer">How many maps of each; those that answer most.</param>
    /// <exception cref="ArgumentException">No layer has maps.</exception>
    public static ImageGridFigure FeatureMaps(IReadOnlyList<LayerOutput> layers, int mapsPerLayer = 8)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(mapsPerLayer, 1);
        var images = new List<GridImage>();
        var rows = new List<string>();
        LayerOutput? before = null;
        foreach (LayerOutput layer in layers.Where(layer => layer.HasMaps))
        {
            if (before is not null && layer.Values.SequenceEqual(before.Values)) continue;
            before = layer;
            rows.Add(layer.Name);
            int[] strongest = [.. Enumerable.Range(0, layer.Maps).OrderByDescending(map => TensorPrimitives.SumOfMagnitudes<float>(layer.Map(map))).Take(mapsPerLayer).Order()];
            for (int i = 0; i < mapsPerLayer; i++)
            {
                images.Add(i < strongest.Length
                    ? new GridImage(Picture.FromValues(layer.Map(strongest[i]), layer.Height, layer.Width))
                    : GridImage.Empty);
            }
        }

        if (images.Count == 0) throw new ArgumentException("None of the layers has maps of (height, width, channels).", nameof(layers));
        return new ImageGridFigure(images) { Columns = mapsPerLayer, ImageSize = 84, RowLabels = rows, Subject = $"Feature maps of the layers {string.Join(", ", rows)}" };
    }

    /// <summary>Images, each with the heat map of what speaks for a class laid over it: Grad-CAM or saliency.</summary>
    /// <param name="images">The images with their maps.</param>
    /// <param name="names">What the classes are called; by default their numbers.</param>
    public static ImageGridFigure HeatMaps(IReadOnlyList<(Picture Image, HeatMap Map)> images, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new ImageGridFigure([.. images.Select(pair => new GridImage(
            Overlay(pair.Image, pair.Map), pair.Map.ClassIndex >= 0 ? Scored(names, pair.Map.ClassIndex, pair.Map.Probability) : pair.Map.Layer))]);
    }

    /// <summary>One prediction explained: image, Grad-CAM, saliency, probabilities.</summary>
    /// <param name="explanation">The explanation.</param>
    public static ExplanationFigure Explanation(PredictionExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return new ExplanationFigure(explanation.Image, explanation.GradCam, explanation.Saliency, explanation.Classes);
    }

    /// <summary>One prediction explained: image, Grad-CAM, saliency, probabilities.</summary>
    /// <param name="model">A model of images.</param>
    /// <param name="image">The image, as the model takes it.</param>
    /// <param name="names">What the classes are called; by default their numbers.</param>
    /// <exception cref="ArgumentException">The image has another number of pixels.</exception>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, or takes no images.</exception>
    public static ExplanationFigure Explanation(Model model, ReadOnlySpan<float> image, IReadOnlyList<string>? names = null) =>
        Explanation(PredictionExplanation.Of(model, image, names));

    /// <summary>The time each layer takes.</summary>
    public static BarsFigure LayerTimes(IReadOnlyList<LayerTime> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Count == 0) throw new ArgumentException("There is no layer to show: the list of times is empty.", nameof(times));
        return new BarsFigure([.. times.Select(time => new BarGroup(time.Name, [time.Seconds * 1e3]))], ["time"]) { Unit = " ms" };
    }

    /// <summary>A measure of a run's health over the epochs, a curve for each layer.</summary>
    /// <param name="health">What was recorded.</param>
    /// <param name="measure">Which.</param>
    /// <returns>Null where it was not recorded.</returns>
    public static CurvesFigure? Health(RunHealth health, HealthMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(health);
        (string Name, IReadOnlyList<(double, double)> Points)[] curves =
        [
            .. health.Layers.Select(layer => (layer, (IReadOnlyList<(double, double)>)[.. health.Records
                .Where(record => record.Layer == layer && Value(record) is not null)
                .Select(record => (record.Epoch + 1.0, Value(record)!.Value))])).Where(curve => curve.Item2.Count > 0),
        ];
        if (curves.Length == 0) return null;
        List<string> layers = [.. health.Layers];
        return Figure() with { Colors = [.. curves.Select(curve => layers.IndexOf(curve.Name))] };

        CurvesFigure Figure() => measure switch
        {
            HealthMeasure.UpdateRatio => new CurvesFigure(curves) { Title = "Size of a step against the weights", Logarithmic = true, Percent = true, GoodBand = (1e-4, 1e-1) },
            HealthMeasure.DeadShare => new CurvesFigure(curves) { Title = "Share of dead ReLU units", Percent = true, GoodBand = (0, 0.5) },
            _ => new CurvesFigure(curves) { Title = "Spread of the outputs" },
        };

        double? Value(LayerHealth record) => measure switch
        {
            HealthMeasure.UpdateRatio => record.UpdateRatio,
            HealthMeasure.DeadShare => record.DeadShare,
            _ => record.Spread,
        };
    }

    /// <summary>A heat map over its image. The image is darkened first: white strokes would outshine what is marked on them.</summary>
    internal static Picture Overlay(Picture image, HeatMap map)
    {
        byte[] dark = new byte[image.Bytes.Length];
        for (int i = 0; i < dark.Length; i++) dark[i] = (byte)(image.Bytes[i] / 2);

        // The overlay's colour and its strength both grow with the map: the root keeps the weaker half visible.
        float[] lifted = new float[map.Values.Length];
        for (int i = 0; i < lifted.Length; i++) lifted[i] = MathF.Sqrt(Math.Max(0, map.Values[i]));
        return Picture.FromBytes(dark, image.Height, image.Width, image.Channels).WithOverlay(lifted, map.Height, map.Width, strength: 0.9f);
    }

    private static string Kind(Layer layer) => layer switch
    {
        Convolution conv => $"{layer.ClassName} {string.Join('x', conv.KernelSize.ToArray())}",
        Pooling pool => $"{layer.ClassName} {string.Join('x', pool.PoolSize.ToArray())}",
        BatchNormalization => "BatchNorm",
        Dense { Activation.Name: not ("linear" or "relu") } dense => $"Dense, {dense.Activation.Name}",
        _ => layer.ClassName,
    };
}

/// <summary>What <see cref="RunHealth"/> records.</summary>
public enum HealthMeasure
{
    /// <summary>The size of a step against the size of the weights.</summary>
    UpdateRatio,

    /// <summary>The share of ReLU units that answer to no image.</summary>
    DeadShare,

    /// <summary>The standard deviation of the outputs.</summary>
    Spread,
}
