namespace Receptive.Diagnostics;

/// <summary>How much a finding matters.</summary>
public enum FindingLevel
{
    /// <summary>As it should be, or worth knowing.</summary>
    Note,

    /// <summary>Something is probably wrong.</summary>
    Warning,
}

/// <summary>Something noticed about a training, with what it means and what to do.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Subject">What it is about: a layer's name, or <c>training</c>.</param>
/// <param name="Message">What was seen and what it means, in a sentence or two.</param>
/// <param name="Advice">What to change.</param>
public sealed record HealthFinding(FindingLevel Level, string Subject, string Message, string Advice)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Level == FindingLevel.Warning ? "warning" : "note")}: {Subject}: {Message} {Advice}";
}
