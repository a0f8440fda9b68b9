using System.Text;

namespace Bench.Wasm;

/// <summary>What a module imports and exports, read from the file itself: known before any engine sees it, and the same for all.</summary>
/// <remarks>Source: WebAssembly core specification, binary format: type, import, function, memory and export sections.</remarks>
public sealed class WasmInterface
{
    private readonly List<WasmImport> _imports = [];
    private readonly List<WasmExport> _exports = [];
    private readonly List<string> _types = [];
    private readonly List<uint> _functions = [];

    private WasmInterface() { }

    public IReadOnlyList<WasmImport> Imports => _imports;
    public IReadOnlyList<WasmExport> Exports => _exports;

    /// <summary>Of its own memory; 0 when it has none.</summary>
    public long InitialMemoryBytes { get; private set; }

    public bool Has(string export) => _exports.Exists(one => one.Name == export);

    /// <exception cref="InvalidDataException">It is no module, or damaged: says how, in one line.</exception>
    public static WasmInterface Read(string name, ReadOnlySpan<byte> module)
    {
        if (Backends.WasmFormat.Fault(name, module) is string fault)
            throw new InvalidDataException(fault);
        WasmInterface read = new();
        WasmReader all = new(module[8..]);
        try
        {
            while (!all.AtEnd)
            {
                byte section = all.Byte();
                read.ReadSection(section, new WasmReader(all.Bytes(all.Unsigned())));
            }
            return read;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name} is damaged: {e.Message}", e);
        }
    }

    private void ReadSection(byte section, WasmReader reader)
    {
        if (section is not (1 or 2 or 3 or 5 or 7))
            return;
        for (uint left = reader.Unsigned(); left > 0; left--)
            switch (section)
            {
                case 1: ReadType(ref reader); break;
                case 2: ReadImport(ref reader); break;
                case 3: _functions.Add(reader.Unsigned()); break;
                case 5: InitialMemoryBytes = ReadLimits(ref reader) * GuestLimits.PageBytes; break;
                default: ReadExport(ref reader); break;
            }
    }

    private void ReadType(ref WasmReader reader)
    {
        if (reader.Byte() != 0x60)
            throw new InvalidDataException("a type is no function type");
        StringBuilder text = new("(");
        AppendTypes(text, ref reader);
        text.Append(") -> (");
        AppendTypes(text, ref reader);
        _types.Add(text.Append(')').ToString());
    }

    private static void AppendTypes(StringBuilder text, ref WasmReader reader)
    {
        string separator = "";
        for (uint left = reader.Unsigned(); left > 0; left--, separator = ", ")
            text.Append(separator).Append(reader.Byte() switch
            {
                0x7F => "i32",
                0x7E => "i64",
                0x7D => "f32",
                0x7C => "f64",
                0x7B => "v128",
                0x70 => "funcref",
                0x6F => "externref",
                byte other => $"0x{other:x2}",
            });
    }

    private void ReadImport(ref WasmReader reader)
    {
        string module = reader.Name(), name = reader.Name();
        WasmKind kind = Kind(reader.Byte());
        string signature = "";
        switch (kind)
        {
            case WasmKind.Function:
                uint type = reader.Unsigned();
                signature = TypeOf(type);
                _functions.Insert(_imports.Count(static one => one.Kind == WasmKind.Function), type);
                break;
            case WasmKind.Global:
                reader.Bytes(2);
                break;
            case WasmKind.Table:
                reader.Byte();
                ReadLimits(ref reader);
                break;
            case WasmKind.Memory:
                ReadLimits(ref reader);
                break;
            case WasmKind.Tag:
                reader.Byte();
                reader.Unsigned();
                break;
        }
        _imports.Add(new WasmImport(module, name, kind, signature));
    }

    /// <returns>The least size.</returns>
    private static long ReadLimits(ref WasmReader reader)
    {
        bool hasMost = (reader.Byte() & 1) != 0;
        uint least = reader.Unsigned();
        if (hasMost)
            reader.Unsigned();
        return least;
    }

    private void ReadExport(ref WasmReader reader)
    {
        string name = reader.Name();
        WasmKind kind = Kind(reader.Byte());
        uint index = reader.Unsigned();
        string signature = kind != WasmKind.Function ? ""
            : index < _functions.Count ? TypeOf(_functions[(int)index])
            : throw new InvalidDataException($"the export {name} is function {index}, and there are {_functions.Count}");
        _exports.Add(new WasmExport(name, kind, signature));
    }

    private string TypeOf(uint index) => index < _types.Count
        ? _types[(int)index]
        : throw new InvalidDataException($"a function has type {index}, and there are {_types.Count}");

    private static WasmKind Kind(byte value) => value <= (byte)WasmKind.Tag
        ? (WasmKind)value
        : throw new InvalidDataException($"an import or export is of the unknown kind {value}");
}

public enum WasmKind : byte
{
    Function = 0,
    Table = 1,
    Memory = 2,
    Global = 3,
    Tag = 4,
}

/// <param name="Signature">Of functions, such as <c>(i32, i32) -> (i32)</c>; else empty.</param>
public sealed record WasmImport(string Module, string Name, WasmKind Kind, string Signature);

/// <param name="Signature">Of functions, such as <c>() -> ()</c>; else empty.</param>
public sealed record WasmExport(string Name, WasmKind Kind, string Signature);
