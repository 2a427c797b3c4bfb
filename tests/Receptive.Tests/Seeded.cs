using Xunit;

namespace Receptive.Tests;

/// <summary>Tests that set the process' seed; they run one after another, apart from all others.</summary>
[CollectionDefinition(nameof(Seeded), DisableParallelization = true)]
public sealed class Seeded;
