using Xunit.Sdk;
using Xunit.v3;

// Tests set Simd.Level, which is global: none may run beside another.
[assembly: Parallelization(Mode = ParallelMode.None)]
