namespace Receptive.Graph;

/// <summary>Runs <see cref="AveragePooling"/>: the means, or their gradient. One chunk an example.</summary>
public sealed unsafe class AveragePoolingCall(Pool3DGeometry geometry, bool gradient) : KernelCall
{
    public override int Chunks(int phase, int batch) => batch;

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        if (gradient)
            AveragePooling.Gradient(geometry, chunk, arguments.Input(0), arguments.Output(0));
        else
            AveragePooling.Forward(geometry, chunk, arguments.Input(0), arguments.Output(0));
    }
}
