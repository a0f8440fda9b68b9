using System.Text;

namespace Bench.Workloads;

internal sealed class Mandelbrot : IWorkload
{
    private const int MaxN = 64000;
    private const int Iterations = 50;
    private const double LimitSquared = 4.0;

    private int _size;
    private byte[] _bitmap = [];

    public void Compute(long n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, MaxN);
        int size = (int)n;
        byte[] bitmap = new byte[(size + 7) / 8 * size];

        int next = 0;
        for (int y = 0; y < size; y++)
        {
            double ci = 2.0 * y / size - 1.0;
            for (int byteX = 0; byteX < size; byteX += 8)
            {
                int bits = 0;
                for (int x = byteX; x < byteX + 8; x++)
                {
                    double cr = 2.0 * x / size - 1.5;
                    // The last byte of a row is padded with zeros.
                    bits = bits << 1 | (x < size && IsMember(cr, ci) ? 1 : 0);
                }
                bitmap[next++] = (byte)bits;
            }
        }

        _size = size;
        _bitmap = bitmap;
    }

    public void Print(Stream output)
    {
        output.Write(Encoding.ASCII.GetBytes($"P4\n{_size} {_size}\n"));
        output.Write(_bitmap);
    }

    private static bool IsMember(double cr, double ci)
    {
        double zr = 0.0, zi = 0.0, tr = 0.0, ti = 0.0;
        for (int i = 0; i < Iterations && tr + ti <= LimitSquared; i++)
        {
            zi = 2.0 * zr * zi + ci;
            zr = tr - ti + cr;
            tr = zr * zr;
            ti = zi * zi;
        }
        return tr + ti <= LimitSquared;
    }
}
