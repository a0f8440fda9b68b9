using System.Buffers;
using Bench.AotProbe;
using Bench.Y3;

// Decodes the message that its argument is in hexadecimal digits, prints the record, encodes it again and prints that.
OperationStatus status = Y3Message.Decode(Convert.FromHexString(args[0]), observe: 0x30, out Reading? reading, out int offset);
Console.WriteLine($"{status} {offset} {reading}");
if (reading is null)
    return 1;
ArrayBufferWriter<byte> output = new();
Console.WriteLine(Y3Message.Encode(output, observe: 0x30, reading));
Console.WriteLine(Convert.ToHexString(output.WrittenSpan));
return 0;
