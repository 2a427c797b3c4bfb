using System.Xml.Linq;
using SkiaSharp;
using Xunit;

namespace Receptive.Plotting.Tests;

/// <summary>Hangul, minus signs and other letters come out right without any font on the machine.</summary>
public sealed class TextTests
{
    [Fact]
    public void Fonts_have_every_Hangul_syllable_and_the_signs_of_figures()
    {
        // The machine's own fonts must not be asked: all of it has to come from the library.
        foreach (bool bold in new[] { false, true })
        {
            for (int syllable = 0xAC00; syllable <= 0xD7A3; syllable++)
                Assert.StartsWith("Receptive", FontBook.Runs(((char)syllable).ToString(), bold).Single().Typeface.FamilyName, StringComparison.Ordinal);
            foreach (char c in "−–—×→←↑↓≤≥≠≈∞·…°±µαβσΣΔéüßñŁ€₩✓✗0123456789ㄱㅏ")
                Assert.StartsWith("Receptive", FontBook.Runs(c.ToString(), bold).Single().Typeface.FamilyName, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_character_of_a_korean_title_has_ink_of_its_own()
    {
        const string title = "학습 진행에 따른 학습 데이터와 검증 데이터의 에러";
        var seen = new HashSet<string>();
        foreach (string character in title.Where(c => c != ' ').Distinct().Select(c => c.ToString()))
            Assert.True(seen.Add(FontBook.Outline(character, 20, bold: true)), $"{character} looks like another character: a box?");
        Assert.InRange(FontBook.Measure(title, 16), 250, 450);
    }

    [Fact]
    public void Minus_is_a_stroke_as_wide_as_a_plus()
    {
        Assert.Equal(FontBook.Measure("+", 20), FontBook.Measure("−", 20), 0.5);
        Assert.NotEqual(FontBook.Outline("−", 20, false), FontBook.Outline("-", 20, false));
    }

    [Fact]
    public void Korean_words_in_svg_are_outlines_that_say_what_they_are()
    {
        XElement svg = XElement.Parse(Samples.Figures["history"]().ToSvg());
        XNamespace ns = "http://www.w3.org/2000/svg";
        XElement title = svg.Descendants(ns + "path").Single(path => path.Attribute("class")?.Value == "text");
        Assert.Equal("학습 진행에 따른 학습 데이터와 검증 데이터의 에러", title.Attribute("aria-label")!.Value);
        using SKPath outline = SKPath.ParseSvgPathData(title.Attribute("d")!.Value);
        Assert.InRange(outline.Bounds.Width, 250, 500);
        Assert.Contains(svg.Descendants(ns + "text"), text => text.Value == "Validation Loss");
    }

    [Fact]
    public void Mixed_text_is_set_without_gaps()
    {
        double whole = FontBook.Measure("Loss 손실 −1", 16);
        double parts = FontBook.Measure("Loss ", 16) + FontBook.Measure("손실", 16) + FontBook.Measure(" −1", 16);
        Assert.Equal(parts, whole, 0.5);
        Assert.Equal(3, FontBook.Runs("Loss 손실 −1", false).Count);
    }

    [Fact]
    public void Font_for_a_page_is_small_and_is_a_woff_file()
    {
        const string text = "손글씨 인식";
        byte[] woff = WebFont.Make(FontBook.Hangul(bold: false), text.EnumerateRunes().Select(rune => rune.Value));
        Assert.InRange(woff.Length, 500, 12_000);
        Assert.Equal("wOFF", System.Text.Encoding.ASCII.GetString(woff, 0, 4));
    }

    [Fact]
    public void Text_is_cut_between_characters()
    {
        string cut = FontBook.Cut("앵클 부츠와 운동화", 16, false, 70);
        Assert.EndsWith("…", cut, StringComparison.Ordinal);
        Assert.True(FontBook.Measure(cut, 16) <= 70);
        Assert.Equal("short", FontBook.Cut("short", 16, false, 200));
    }
}
