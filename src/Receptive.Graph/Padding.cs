namespace Receptive.Graph;

/// <summary>What a convolution or pooling does at the borders of an image.</summary>
public enum Padding
{
    /// <summary>Only windows that lie wholly inside.</summary>
    Valid,

    /// <summary>
    /// As many outputs as the input has pixels divided by the stride, rounded up; what the windows need beyond the
    /// borders is split between both sides, the odd pixel going to the bottom and right.
    /// </summary>
    Same,
}
