using System.Text;

namespace Bench.Workloads;

internal sealed class Nbody : IWorkload
{
    private const double Pi = 3.141592653589793;
    private const double SolarMass = 4 * Pi * Pi;
    private const double DaysPerYear = 365.24;

    private double _energyBefore;
    private double _energyAfter;

    public void Compute(long n)
    {
        Body[] bodies = [Sun(), Jupiter(), Saturn(), Uranus(), Neptune()];
        OffsetMomentum(bodies);
        _energyBefore = Energy(bodies);
        for (long i = 0; i < n; i++)
            Advance(bodies, 0.01);
        _energyAfter = Energy(bodies);
    }

    public void Print(Stream output) =>
        output.Write(Encoding.ASCII.GetBytes($"{_energyBefore:F9}\n{_energyAfter:F9}\n"));

    private static void OffsetMomentum(Body[] bodies)
    {
        double px = 0.0, py = 0.0, pz = 0.0;
        foreach (Body b in bodies)
        {
            px += b.Vx * b.Mass;
            py += b.Vy * b.Mass;
            pz += b.Vz * b.Mass;
        }
        bodies[0].Vx = -px / SolarMass;
        bodies[0].Vy = -py / SolarMass;
        bodies[0].Vz = -pz / SolarMass;
    }

    private static double Energy(Body[] bodies)
    {
        double e = 0.0;
        for (int i = 0; i < bodies.Length; i++)
        {
            Body b = bodies[i];
            e += 0.5 * b.Mass * (b.Vx * b.Vx + b.Vy * b.Vy + b.Vz * b.Vz);
            for (int j = i + 1; j < bodies.Length; j++)
            {
                Body b2 = bodies[j];
                double dx = b.X - b2.X;
                double dy = b.Y - b2.Y;
                double dz = b.Z - b2.Z;
                e -= b.Mass * b2.Mass / Math.Sqrt(dx * dx + dy * dy + dz * dz);
            }
        }
        return e;
    }

    private static void Advance(Body[] bodies, double dt)
    {
        for (int i = 0; i < bodies.Length; i++)
        {
            Body b = bodies[i];
            for (int j = i + 1; j < bodies.Length; j++)
            {
                Body b2 = bodies[j];
                double dx = b.X - b2.X;
                double dy = b.Y - b2.Y;
                double dz = b.Z - b2.Z;
                double distanceSquared = dx * dx + dy * dy + dz * dz;
                double magnitude = dt / (distanceSquared * Math.Sqrt(distanceSquared));
                b.Vx -= dx * b2.Mass * magnitude;
                b.Vy -= dy * b2.Mass * magnitude;
                b.Vz -= dz * b2.Mass * magnitude;
                b2.Vx += dx * b.Mass * magnitude;
                b2.Vy += dy * b.Mass * magnitude;
                b2.Vz += dz * b.Mass * magnitude;
            }
        }
        foreach (Body b in bodies)
        {
            b.X += dt * b.Vx;
            b.Y += dt * b.Vy;
            b.Z += dt * b.Vz;
        }
    }

    private static Body Sun() => new() { Mass = SolarMass };

    private static Body Jupiter() => new()
    {
        X = 4.84143144246472090e+00,
        Y = -1.16032004402742839e+00,
        Z = -1.03622044471123109e-01,
        Vx = 1.66007664274403694e-03 * DaysPerYear,
        Vy = 7.69901118419740425e-03 * DaysPerYear,
        Vz = -6.90460016972063023e-05 * DaysPerYear,
        Mass = 9.54791938424326609e-04 * SolarMass,
    };

    private static Body Saturn() => new()
    {
        X = 8.34336671824457987e+00,
        Y = 4.12479856412430479e+00,
        Z = -4.03523417114321381e-01,
        Vx = -2.76742510726411899e-03 * DaysPerYear,
        Vy = 4.99852801234917238e-03 * DaysPerYear,
        Vz = 2.30417297573763929e-05 * DaysPerYear,
        Mass = 2.85885980666130812e-04 * SolarMass,
    };

    private static Body Uranus() => new()
    {
        X = 1.28943695621391310e+01,
        Y = -1.51111514016986312e+01,
        Z = -2.23307578892655734e-01,
        Vx = 2.96460137564761618e-03 * DaysPerYear,
        Vy = 2.37847173959480950e-03 * DaysPerYear,
        Vz = -2.96589568540237556e-05 * DaysPerYear,
        Mass = 4.36624404335156298e-05 * SolarMass,
    };

    private static Body Neptune() => new()
    {
        X = 1.53796971148509165e+01,
        Y = -2.59193146099879641e+01,
        Z = 1.79258772950371181e-01,
        Vx = 2.68067772490389322e-03 * DaysPerYear,
        Vy = 1.62824170038242295e-03 * DaysPerYear,
        Vz = -9.51592254519715870e-05 * DaysPerYear,
        Mass = 5.15138902046611451e-05 * SolarMass,
    };

    private sealed class Body
    {
        public double X, Y, Z, Vx, Vy, Vz, Mass;
    }
}
