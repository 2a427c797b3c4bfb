using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Copies a value into a variable.</summary>
internal sealed class AssignCall(Assign update) : UpdateCall(update.Variable.Shape)
{
    private protected override unsafe void Run(in KernelArguments arguments, long first, int count) =>
        new ReadOnlySpan<float>(arguments.Input(0) + first, count).CopyTo(new Span<float>(arguments.Output(0) + first, count));
}
