using Microsoft.Playwright;
using Xunit;

namespace Receptive.Plotting.Tests;

/// <summary>
/// The report in a real browser: desktop and phone, light and dark. Chromium is looked for where Debian puts it, or where
/// RECEPTIVE_CHROMIUM says; without one the tests are skipped.
/// </summary>
public sealed class ReportInBrowserTests
{
    private static readonly string s_chromium = Environment.GetEnvironmentVariable("RECEPTIVE_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium";

    [Theory]
    [InlineData(1280, 900, ColorScheme.Light)]
    [InlineData(1280, 900, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(320, 640, ColorScheme.Light)]
    public async Task Report_is_whole_and_quiet(int width, int height, ColorScheme scheme)
    {
        if (!File.Exists(s_chromium)) Assert.Skip($"There is no Chromium at {s_chromium}: apt-get install chromium, or set RECEPTIVE_CHROMIUM.");
        string folder = Directory.CreateTempSubdirectory("receptive-report").FullName;
        try
        {
            string file = Path.Combine(folder, "report.html");
            TrainingReport.Write(file, Trained.Data);
            using IPlaywright playwright = await Playwright.CreateAsync();
            await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = s_chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
            await using IBrowserContext context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, DeviceScaleFactor = width < 500 ? 2 : 1 });
            IPage page = await context.NewPageAsync();
            var errors = new List<string>();
            var requests = new List<string>();
            page.PageError += (_, error) => errors.Add(error);
            page.Console += (_, message) => { if (message.Type is "error" or "warning") errors.Add(message.Text); };
            page.Request += (_, request) => requests.Add(request.Url);
            await page.GotoAsync(new Uri(file).AbsoluteUri);

            if (Environment.GetEnvironmentVariable("RECEPTIVE_PICTURES") is { Length: > 0 } pictures)
                await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"report-{width}-{scheme}.png"), FullPage = true });

            Assert.Empty(errors);
            Assert.All(requests, url => Assert.True(url.StartsWith("file:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, "the page is wider than the window");

            // Nothing but what scrolls by itself reaches beyond the window.
            string[] wide = await page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().width > 0 && e.getBoundingClientRect().right > innerWidth + 1
                    && !e.closest('.scroll') && !e.closest('.skip')).map(e => e.tagName + '.' + e.className).slice(0, 5)
                """);
            Assert.Empty(wide);

            // Every figure shows exactly one picture, of a size that can be seen.
            int[] shown = await page.EvaluateAsync<int[]>("() => [...document.querySelectorAll('figure')].map(f => [...f.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().height > 40 && s.getBoundingClientRect().width > 200).length)");
            Assert.True(shown.Length >= 14, $"{shown.Length} figures");
            Assert.All(shown, count => Assert.Equal(1, count));
            int broken = await page.EvaluateAsync<int>("""
                async () => { let broken = 0; for (const i of document.querySelectorAll('svg image')) { const p = new Image(); p.src = i.getAttribute('href'); try { await p.decode(); } catch { broken++; } if (!p.naturalWidth) broken++; } return broken; }
                """);
            Assert.Equal(0, broken);

            // Text is dark on light or light on dark, by at least WCAG's 4.5 to 1, in the figures as well as outside.
            double contrast = await page.EvaluateAsync<double>(LowestContrast);
            Assert.True(contrast >= 4.5, $"the lowest contrast of text is {contrast:0.00}");
            string background = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
            Assert.Equal(scheme == ColorScheme.Dark ? "rgb(18, 22, 28)" : "rgb(246, 247, 249)", background);

            // Korean in the page's own text is set in the font that came along: no boxes where there is no Korean font.
            Assert.Equal(2, await page.EvaluateAsync<int>("async () => { await document.fonts.ready; return [...document.fonts].filter(f => f.family.includes('Receptive Hangul') && f.status === 'loaded').length; }"));

            // On a phone the smallest letters of figures are still letters.
            double smallest = await page.EvaluateAsync<double>("() => Math.min(...[...document.querySelectorAll('svg text')].filter(t => t.getBoundingClientRect().width > 0).map(t => parseFloat(t.getAttribute('font-size')) * t.ownerSVGElement.getBoundingClientRect().width / t.ownerSVGElement.viewBox.baseVal.width))");
            Assert.True(smallest >= (width < 360 ? 6.5 : 7.5), $"the smallest letters are {smallest:0.0} pixels high");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const string LowestContrast = """
        () => {
          const parse = c => (c.match(/[\d.]+/g) || []).map(Number);
          const channel = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); };
          const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
          const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
          let lowest = 21;
          for (const e of document.querySelectorAll('h1, h2, h3, p, li, span, b, em, strong, th, td, figcaption, caption, summary, nav a, svg text')) {
            if (!e.textContent.trim() || !e.getBoundingClientRect().width || e.closest('.skip')) continue;
            const style = getComputedStyle(e), svg = e.tagName === 'text';
            // Numbers on coloured cells choose black or white by the cell.
            if (svg && e.closest('g.row')) continue;
            const a = light(parse(svg ? style.fill : style.color)), b = light(behind(e));
            lowest = Math.min(lowest, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
          }
          return lowest;
        }
        """;
}
