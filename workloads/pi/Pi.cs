namespace Bench.Workloads;

/// <summary>Numbers are arrays of limbs in base 10 000, the most significant first; pi.c gives the bounds of errors and ranges.</summary>
internal sealed class Pi : IWorkload
{
    private const int Base = 10000;
    private const int DigitsPerLimb = 4;
    private const int GuardLimbs = 3;
    private const int MaxN = 100000;

    private byte[] _digits = [];
    private int _digitsLength;

    public void Compute(long n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, MaxN);
        int decimalLimbs = ((int)n + DigitsPerLimb - 1) / DigitsPerLimb;
        int length = 1 + decimalLimbs + GuardLimbs;
        int[] sum = new int[length];
        uint[] power = new uint[length];

        AddArctan(sum, power, 16, 5);
        AddArctan(sum, power, -4, 239);
        Carry(sum);

        byte[] digits = new byte[decimalLimbs * DigitsPerLimb];
        for (int i = 0; i < decimalLimbs; i++)
        {
            int limb = sum[i + 1];
            for (int j = DigitsPerLimb - 1; j >= 0; j--)
            {
                digits[i * DigitsPerLimb + j] = (byte)('0' + limb % 10);
                limb /= 10;
            }
        }
        _digits = digits;
        _digitsLength = (int)n;
    }

    public void Print(Stream output)
    {
        output.Write("3."u8);
        output.Write(_digits, 0, _digitsLength);
        output.Write("\n"u8);
    }

    /// <summary>Adds factor · arctan(1/x) = factor · (1/x − 1/(3x³) + 1/(5x⁵) − …).</summary>
    private static void AddArctan(int[] sum, uint[] power, int factor, uint x)
    {
        Array.Clear(power);
        power[0] = (uint)Math.Abs(factor);
        Divide(power, 0, x);

        int sign = Math.Sign(factor);
        int from = 0;
        for (uint odd = 1; ; odd += 2, sign = -sign)
        {
            while (from < power.Length && power[from] == 0)
                from++;
            if (from == power.Length)
                return;
            AddQuotient(sum, sign, power, from, odd);
            Divide(power, from, x * x);
        }
    }

    /// <summary>Divides the limbs in place; everything before <paramref name="from"/> is zero.</summary>
    private static void Divide(uint[] limbs, int from, uint divisor)
    {
        uint remainder = 0;
        for (int i = from; i < limbs.Length; i++)
        {
            uint value = remainder * Base + limbs[i];
            (limbs[i], remainder) = Math.DivRem(value, divisor);
        }
    }

    /// <summary>Adds sign · limbs / divisor to the sum and leaves the carries for later.</summary>
    private static void AddQuotient(int[] sum, int sign, uint[] limbs, int from, uint divisor)
    {
        uint remainder = 0;
        for (int i = from; i < limbs.Length; i++)
        {
            uint value = remainder * Base + limbs[i];
            (uint quotient, remainder) = Math.DivRem(value, divisor);
            sum[i] += sign * (int)quotient;
        }
    }

    private static void Carry(int[] sum)
    {
        for (int i = sum.Length - 1; i > 0; i--)
        {
            int up = sum[i] / Base;
            sum[i] -= up * Base;
            if (sum[i] < 0)
            {
                sum[i] += Base;
                up--;
            }
            sum[i - 1] += up;
        }
    }
}
