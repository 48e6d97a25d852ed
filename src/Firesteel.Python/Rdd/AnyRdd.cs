using System.Collections.Concurrent;

namespace Firesteel.Python.Rdd;

/// <summary>What is done with an RDD whatever its items are.</summary>
interface IRddVisitor<out TResult>
{
    TResult Visit<T>(RDD<T> rdd);
}

/// <summary>Calls generic code for RDDs whose items' type is only known when the program runs.</summary>
static class AnyRdd
{
    private static readonly ConcurrentDictionary<(Type Items, Type Result), object> Calls = new();

    public static TResult Visit<TResult>(RDD rdd, IRddVisitor<TResult> visitor)
    {
        var call = Calls.GetOrAdd((ItemsOf(rdd), typeof(TResult)), key => Activator.CreateInstance(typeof(Call<,>).MakeGenericType(key.Items, key.Result))!);
        return ((ICall<TResult>)call).Invoke(rdd, visitor);
    }

    /// <summary>The type of an RDD's items.</summary>
    public static Type ItemsOf(RDD rdd)
    {
        for (var type = rdd.GetType(); type is not null; type = type.BaseType)
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(RDD<>)) return type.GetGenericArguments()[0];
        throw new ArgumentException($"{rdd.GetType().Name} has no items.", nameof(rdd));
    }

    private interface ICall<TResult>
    {
        TResult Invoke(RDD rdd, IRddVisitor<TResult> visitor);
    }

    private sealed class Call<T, TResult> : ICall<TResult>
    {
        public TResult Invoke(RDD rdd, IRddVisitor<TResult> visitor) => visitor.Visit((RDD<T>)rdd);
    }
}
