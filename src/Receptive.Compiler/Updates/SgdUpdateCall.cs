using Receptive.Graph;
using Receptive.Kernels;

namespace Receptive.Compiler;

/// <summary>Runs <see cref="SgdKernel"/>.</summary>
internal sealed class SgdUpdateCall(SgdUpdate update) : UpdateCall(update.Variable.Shape)
{
    private protected override unsafe void Run(in KernelArguments arguments, long first, int count) => SgdKernel.Run(
        arguments.Output(0) + first, update.Velocity is null ? null : arguments.Output(1) + first, arguments.Input(0) + first, count,
        rate: *arguments.Input(1), update.Momentum, update.Nesterov);
}
