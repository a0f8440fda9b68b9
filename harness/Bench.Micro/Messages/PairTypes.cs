using System.Linq.Expressions;
using System.Reflection;
using Google.Protobuf;

namespace Bench.Micro;

/// <summary>The typed forms of the messages, by reflection: for what is made before and checked after a measurement.</summary>
internal static class PairTypes
{
    public static object Filled(int pairs) => pairs switch
    {
        3 => Fill(new Pairs3()),
        16 => Fill(new Pairs16()),
        32 => Fill(new Pairs32()),
        63 => Fill(new Pairs63()),
        _ => throw new ArgumentOutOfRangeException(nameof(pairs)),
    };

    public static IMessage FilledProtobuf(int pairs) => pairs switch
    {
        3 => Fill(new Protobuf.Pairs3()),
        16 => Fill(new Protobuf.Pairs16()),
        32 => Fill(new Protobuf.Pairs32()),
        63 => Fill(new Protobuf.Pairs63()),
        _ => throw new ArgumentOutOfRangeException(nameof(pairs)),
    };

    /// <summary>The bits of all values of a decoded message, by their keys.</summary>
    public static long[] ValuesOf(object message)
    {
        long[] values = new long[PairContent.Most + 1];
        for (int key = 1; message.GetType().GetProperty($"K{key}") is PropertyInfo property; key++)
            values[key] = (long)BitsOf(property.PropertyType).Invoke(null, [property.GetValue(message)])!;
        return values;
    }

    /// <summary>Compiled code that takes one value of a decoded message.</summary>
    /// <param name="type">Of the message, which is passed as an object.</param>
    public static Func<object, long> Getter(Type type, int key)
    {
        if (type.GetProperty($"K{key}") is not PropertyInfo property)
            return static _ => PairContent.Absent;
        ParameterExpression message = Expression.Parameter(typeof(object));
        Expression value = Expression.Property(Expression.Convert(message, type), property);
        return Expression.Lambda<Func<object, long>>(Expression.Call(BitsOf(property.PropertyType), value), message).Compile();
    }

    private static T Fill<T>(T message)
        where T : notnull
    {
        for (int key = 1; typeof(T).GetProperty($"K{key}") is PropertyInfo property; key++)
            property.SetValue(message, PairContent.ValueOf(key));
        return message;
    }

    private static MethodInfo BitsOf(Type value) => typeof(PairContent).GetMethod(nameof(PairContent.Bits), [value])!;
}
