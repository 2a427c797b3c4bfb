namespace Receptive.Optimizers;

/// <summary>
/// The product of a factor over the steps 1, 2, ... up to one, kept from step to step: powers by multiplication, since the last bit
/// of Math.Pow depends on the machine's C library. After a jump, as of a loaded model, it is multiplied up anew; a million steps take
/// about a millisecond.
/// </summary>
/// <param name="factor">The factor of a step.</param>
internal sealed class StepProduct(Func<long, double> factor)
{
    private double _product = 1;
    private long _steps;

    public double UpTo(long step)
    {
        if (step < _steps) (_product, _steps) = (1, 0);
        while (_steps < step) _product *= factor(++_steps);
        return _product;
    }
}
