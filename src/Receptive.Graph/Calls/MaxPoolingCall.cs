namespace Receptive.Graph;

/// <summary>Runs <see cref="MaxPooling.Forward"/>: the maxima, their cells, or both, in that order.</summary>
public sealed unsafe class MaxPoolingCall(Pool3DGeometry geometry, bool values, bool index) : KernelCall
{
    public override int Chunks(int phase, int batch) => batch;

    public override void Run(in KernelArguments arguments, int phase, int chunk) =>
        MaxPooling.Forward(geometry, chunk, arguments.Input(0), values ? arguments.Output(0) : null, index ? arguments.Output(values ? 1 : 0) : null);
}
