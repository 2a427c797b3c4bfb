using Receptive.Common;
using Xunit;

namespace Receptive.Tests.Common;

/// <summary>Expected texts are what CPython 3.11 prints.</summary>
public sealed class PythonFormatTests
{
    [Theory]
    [InlineData("", 7, "7")]
    [InlineData("d", 7, "7")]
    [InlineData("02d", 7, "07")]
    [InlineData("02d", 123, "123")]
    [InlineData("04d", -7, "-007")]
    [InlineData("+d", 7, "+7")]
    [InlineData("5d", 7, "    7")]
    [InlineData("<5d", 7, "7    ")]
    [InlineData("^5d", 7, "  7  ")]
    [InlineData("*>5d", 7, "****7")]
    [InlineData(",d", 1234567, "1,234,567")]
    [InlineData(".2f", 7, "7.00")]
    public void Whole_numbers(string format, int value, string expected) => Assert.Equal(expected, PythonFormat.Parse(format).Format((long)value));

    [Theory]
    [InlineData(".4f", 0.05460437759757042, "0.0546")]
    [InlineData(".2f", -1.005, "-1.00")]
    [InlineData("f", 3.14159265, "3.141593")]
    [InlineData("8.3f", 3.14159265, "   3.142")]
    [InlineData("08.3f", -3.14159265, "-003.142")]
    [InlineData(".0f", 2.5, "2")]
    [InlineData(".3e", 0.00012345, "1.234e-04")]
    [InlineData("E", 123456.0, "1.234560E+05")]
    [InlineData("g", 0.0001, "0.0001")]
    [InlineData("g", 0.00001, "1e-05")]
    [InlineData("g", 1234567.0, "1.23457e+06")]
    [InlineData(".3g", 12.0, "12")]
    [InlineData(".1%", 0.9917, "99.2%")]
    [InlineData("", 0.1, "0.1")]
    [InlineData("", 5.0, "5.0")]
    [InlineData(",.1f", 1234567.25, "1,234,567.2")]
    [InlineData(".2f", double.NaN, "nan")]
    [InlineData(".2f", double.NegativeInfinity, "-inf")]
    public void Floats(string format, double value, string expected) => Assert.Equal(expected, PythonFormat.Parse(format).Format(value));

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(0.2767952084541321, "0.2767952084541321")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.25e22, "1.25e+22")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    public void Repr(double value, string expected) => Assert.Equal(expected, PythonFormat.Repr(value));

    [Theory]
    [InlineData("q")]
    [InlineData(".f")]
    [InlineData(".2d")]
    [InlineData("99999d")]
    [InlineData("2f4")]
    public void Malformed_formats_are_refused(string format) => Assert.Throws<FormatException>(() => PythonFormat.Parse(format));

    [Fact]
    public void A_float_is_not_formatted_as_a_whole_number() => Assert.Throws<FormatException>(() => PythonFormat.Parse("d").Format(0.5));
}
