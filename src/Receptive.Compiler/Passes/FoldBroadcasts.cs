using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Lets elementwise ops read a repeated tensor as it was before the repetition: they broadcast by themselves.</summary>
internal sealed class FoldBroadcasts : IGraphPass
{
    public string Name => "fold broadcasts";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        var rewriter = new GraphRewriter(function);
        int folded = 0;
        GraphFunction result = rewriter.Run(old =>
        {
            if (old.Op is not ElementwiseOp) return null;
            SymbolicTensor[] inputs = [.. old.Inputs.Select(rewriter.New)];
            bool changed = false;
            for (int i = 0; i < inputs.Length; i++)
            {
                if (inputs[i].Op is not BroadcastToOp) continue;
                SymbolicTensor repeated = inputs[i];
                inputs[i] = repeated.Inputs[0];

                // If this was the operand that gave the result its shape, it has to stay.
                if (old.Op.InferShape([.. inputs.Select(input => input.Shape)]) == old.Shape)
                {
                    changed = true;
                    folded++;
                }
                else
                {
                    inputs[i] = repeated;
                }
            }

            return changed ? SymbolicTensor.Apply(old.Op, inputs) : null;
        });
        effect = folded == 0 ? "" : $"{folded} folded";
        return result;
    }
}
