namespace Receptive.Graph;

/// <summary>What stands beyond the borders of an image that is transformed.</summary>
public enum ImageFill
{
    /// <summary>One number.</summary>
    Constant,

    /// <summary>The pixel at the border.</summary>
    Nearest,

    /// <summary>The image mirrored, its border pixels twice: dcba abcd dcba.</summary>
    Reflect,

    /// <summary>The image again: abcd abcd abcd.</summary>
    Wrap,
}
