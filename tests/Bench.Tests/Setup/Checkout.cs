using Bench.Core;

namespace Bench.Tests.Setup;

internal static class Checkout
{
    internal static readonly RepoLayout Layout = RepoLayout.Find(AppContext.BaseDirectory);
}
