using Receptive.Graph;
using Receptive.Kernels;

namespace Receptive.Compiler;

/// <summary>Runs <see cref="AdamKernel"/>.</summary>
internal sealed class AdamUpdateCall(AdamUpdate update) : UpdateCall(update.Variable.Shape)
{
    private protected override unsafe void Run(in KernelArguments arguments, long first, int count) => AdamKernel.Run(
        arguments.Output(0) + first, arguments.Output(1) + first, arguments.Output(2) + first, arguments.Input(0) + first, count,
        alpha: *arguments.Input(1), update.Beta1, update.Beta2, update.Epsilon);
}
