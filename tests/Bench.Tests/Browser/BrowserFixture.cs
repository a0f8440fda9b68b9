using Bench.Core;

namespace Bench.Tests.Browser;

/// <summary>One browser for all tests of a class; null with a reason where there is none.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    internal static readonly Toolbox Tools = new(new RepoLayout(Repo.Root), ToolCatalog.Load(new RepoLayout(Repo.Root).ToolsFile));
    private Chromium? _browser;
    private string _reason = "";

    public async Task InitializeAsync()
    {
        if (await Tools.ProbeAsync("chromium", CancellationToken.None) is Availability.Missing missing)
            _reason = $"{missing.Reason}; {missing.Remedy}";
        else
            _browser = await Chromium.StartAsync(Tools["chromium"]);
    }

    /// <summary>A new page, or the test is skipped.</summary>
    internal async Task<BrowserPage> PageAsync()
    {
        Skip.If(_browser is null, _reason);
        return await _browser.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }
}
