namespace Bench.Assets;

/// <summary>Makes files of those that were taken out of a package.</summary>
internal interface IAssetMaker
{
    /// <summary>Id in tools.json.</summary>
    string Tool { get; }

    /// <param name="folder">Holds the taken files by their new names; gets the made ones.</param>
    /// <exception cref="InvalidDataException">They are not what they should be.</exception>
    void Make(string folder);
}
