using Receptive.Graph;

namespace Receptive.Engine.Tests;

/// <summary>The optimizers by their definitions, for <see cref="ReferenceInterpreter"/>.</summary>
internal static class ReferenceUpdates
{
    public static void Adam(AdamUpdate update, double[] gradient, Func<Variable, double[]> read, Dictionary<Variable, double[]> updated)
    {
        double rate = read(update.Rate)[0];
        double[] m = [.. read(update.M).Zip(gradient, (m, g) => m + (g - m) * (1 - update.Beta1))];
        double[] v = [.. read(update.V).Zip(gradient, (v, g) => v + (g * g - v) * (1 - update.Beta2))];
        updated[update.M] = m;
        updated[update.V] = v;
        updated[update.Variable] = [.. read(update.Variable).Select((x, i) => x - rate * m[i] / (Math.Sqrt(v[i]) + update.Epsilon))];
    }

    public static void Sgd(SgdUpdate update, double[] gradient, Func<Variable, double[]> read, Dictionary<Variable, double[]> updated)
    {
        double rate = read(update.Rate)[0];
        double[] step = Array.ConvertAll(gradient, g => -rate * g);
        if (update.Velocity is { } velocity)
        {
            double[] moving = [.. read(velocity).Zip(step, (v, s) => update.Momentum * v + s)];
            updated[velocity] = moving;
            step = update.Nesterov ? [.. moving.Zip(step, (v, s) => update.Momentum * v + s)] : moving;
        }

        updated[update.Variable] = [.. read(update.Variable).Zip(step, (x, s) => x + s)];
    }
}
