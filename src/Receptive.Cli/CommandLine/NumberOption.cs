using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Receptive.Cli.CommandLine;

/// <summary>An option that takes a whole number.</summary>
internal sealed class NumberOption : Option<int?>
{
    /// <param name="name">Such as <c>--epochs</c>.</param>
    /// <param name="description">For the help.</param>
    /// <param name="least">The smallest number that makes sense.</param>
    /// <param name="most">The largest.</param>
    public NumberOption(string name, string description, int least, int most = int.MaxValue)
        : base(name)
    {
        HelpName = "N";
        Description = description;
        CustomParser = result => Parse(result, name, least, most);
    }

    private static int? Parse(ArgumentResult result, string name, int least, int most)
    {
        string word = result.Tokens[0].Value;
        if (int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most) return number;
        string range = most == int.MaxValue ? $"of at least {least}" : number > most ? $"of at most {most}" : $"of at least {least}";
        result.AddError($"{name} takes a whole number {range}, but got \"{word}\".");
        return null;
    }
}
