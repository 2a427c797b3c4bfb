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
    [InlineData(768, 1024, ColorScheme.Light)]
    [InlineData(768, 1024, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(320, 640, ColorScheme.Light)]
    [InlineData(320, 640, ColorScheme.Dark)]
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

            Assert.Empty(await page.EvaluateAsync<string[]>(Structure));

            // Text is dark on light or light on dark, by at least WCAG's 4.5 to 1, in the figures as well as outside.
            Assert.Empty(await page.EvaluateAsync<string[]>(WeakText));
            string background = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
            Assert.Equal(scheme == ColorScheme.Dark ? "rgb(18, 22, 28)" : "rgb(246, 247, 249)", background);

            // Korean in the page's own text is set in the font that came along: no boxes where there is no Korean font.
            Assert.Equal(2, await page.EvaluateAsync<int>("async () => { await document.fonts.ready; return [...document.fonts].filter(f => f.family.includes('Receptive Hangul') && f.status === 'loaded').length; }"));

            // In every window the smallest letters of figures are still letters.
            double smallest = await page.EvaluateAsync<double>("() => Math.min(...[...document.querySelectorAll('svg text')].filter(t => t.getBoundingClientRect().width > 0).map(t => parseFloat(t.getAttribute('font-size')) * t.ownerSVGElement.getBoundingClientRect().width / t.ownerSVGElement.viewBox.baseVal.width))");
            Assert.True(smallest >= 9, $"the smallest letters are {smallest:0.0} pixels high");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a reader without eyes, or without a mouse, would stumble over.</summary>
    private const string Structure = """
        () => {
          const wrong = [], say = (bad, what) => { if (bad) wrong.push(what); }, all = s => [...document.querySelectorAll(s)];
          say(all('h1').length !== 1, `${all('h1').length} h1`);
          let level = 0;
          for (const h of all('h1, h2, h3, h4')) { const l = +h.tagName[1]; say(l > level + 1, `h${l} after h${level}: ${h.textContent}`); level = l; }
          for (const s of all('section')) {
            say(s.querySelectorAll('h2').length !== 1, `${s.id} has no h2 of its own`);
            say(!s.getAttribute('aria-labelledby') || !document.getElementById(s.getAttribute('aria-labelledby')), `${s.id} has no name`);
          }
          for (const s of all('svg')) say(s.getAttribute('role') !== 'img' || !(s.getAttribute('aria-label') || '').trim(), 'a picture without words');
          for (const t of all('table')) {
            const name = t.caption?.textContent.trim();
            say(!name, 'a table without a caption');
            for (const th of t.querySelectorAll('th')) say(!['row', 'col'].includes(th.scope), `${name}: ${th.textContent} heads nothing`);
            for (const row of t.querySelectorAll('tbody tr')) say(!row.querySelector('th[scope=row]'), `${name}: a row without a head`);
          }
          for (const e of all('*')) {
            if (!/auto|scroll/.test(getComputedStyle(e).overflowX) || e === document.documentElement) continue;
            say(e.tabIndex !== 0, `${e.className} cannot be scrolled by keyboard`);
            say(!e.getAttribute('role') || !e.getAttribute('aria-label'), `${e.className} can be focused and has no name`);
          }
          const ids = all('[id]').map(e => e.id);
          say(new Set(ids).size !== ids.length, 'an id twice');
          for (const a of all('a[href^="#"]')) say(!ids.includes(a.getAttribute('href').slice(1)), `${a.textContent} leads nowhere`);
          for (const e of all('nav a, summary')) { const r = e.getBoundingClientRect(); say(r.height < 24, `${e.textContent} is ${r.height} high: too small for a finger`); }
          return wrong;
        }
        """;

    /// <summary>Texts of too little contrast with what is painted behind them: the page, its boxes, the cells and boxes of figures.</summary>
    private const string WeakText = """
        () => {
          const parse = c => { const n = (c.match(/[\d.]+/g) || []).map(Number); return n.length === 3 ? [...n, 1] : n; };
          const channel = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); };
          const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
          const over = (c, a, b) => [0, 1, 2].map(i => c[i] * a + b[i] * (1 - a));
          const page = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; } return [255, 255, 255]; };
          const behind = e => {
            const svg = e.closest('svg');
            let ground = page(svg ?? e);
            if (!svg) return ground;
            const box = e.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
            for (const shape of svg.querySelectorAll('rect')) {
              if (!(shape.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
              const style = getComputedStyle(shape), r = shape.getBoundingClientRect();
              if (style.fill !== 'none' && x >= r.left && x <= r.right && y >= r.top && y <= r.bottom) ground = over(parse(style.fill), +style.fillOpacity, ground);
            }
            return ground;
          };
          const weak = [];
          for (const e of document.querySelectorAll('h1, h2, h3, p, li, span, b, em, strong, th, td, figcaption, caption, summary, nav a, svg text, svg path.text')) {
            const words = e.getAttribute('aria-label') || e.textContent.trim();
            if (!words || !e.getBoundingClientRect().width || e.closest('.skip')) continue;
            const style = getComputedStyle(e), a = light(parse(e.closest('svg') ? style.fill : style.color)), b = light(behind(e));
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < 4.5) weak.push(`${words}: ${contrast.toFixed(2)}`);
          }
          return weak.slice(0, 10);
        }
        """;
}
