using System.Numerics;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Operators;

/// <summary>Operators and functions on the bits of whole numbers.</summary>
static unsafe class BitFunctions
{
    public static readonly FunctionDefinition[] All =
    [
        Binary("&", Kernel<AndOp<sbyte>, AndOp<short>, AndOp<int>, AndOp<long>>()),
        Binary("|", Kernel<OrOp<sbyte>, OrOp<short>, OrOp<int>, OrOp<long>>()),
        Binary("^", Kernel<XorOp<sbyte>, XorOp<short>, XorOp<int>, XorOp<long>>()),
        new Scalar("~", [TypeClass.Integral], a => a[0].DataType, Complement) { Text = (c, s) => $"~{c.Arguments[0].ToSql(s)}" },
        Shift("shiftleft", "<<", call => { if (IsLong(call)) KernelCalls.Map<long, int, long, LeftLong>(call); else KernelCalls.Map<int, int, int, LeftInt>(call); }),
        Shift("shiftright", ">>", call => { if (IsLong(call)) KernelCalls.Map<long, int, long, RightLong>(call); else KernelCalls.Map<int, int, int, RightInt>(call); }),
        Shift("shiftrightunsigned", ">>>", call => { if (IsLong(call)) KernelCalls.Map<long, int, long, UnsignedLong>(call); else KernelCalls.Map<int, int, int, UnsignedInt>(call); }),
        new Scalar("bit_count", [new TypeClass.Strictly(TypeClass.OneOf(TypeClass.Integral, TypeClass.Boolean))], IntegerType.Instance, BitCount),
        new Scalar("getbit", [TypeClass.Integral, TypeClass.Int], ByteType.Instance, GetBit) { As = ["bit_get"], Throws = true },
    ];

    private static bool IsLong(KernelCall call) => call.Result.Physical == PhysicalType.Int64;

    private static Scalar Binary(string symbol, Kernel kernel) => new(symbol, [TypeClass.Integral, TypeClass.Integral], a => a[0].DataType, kernel)
    {
        Adapt = CommonIntegral,
        Text = (c, s) => $"({c.Arguments[0].ToSql(s)} {symbol} {c.Arguments[1].ToSql(s)})",
    };

    private static Scalar Shift(string name, string symbol, Kernel kernel) => new(name, [TypeClass.OneOf(TypeClass.Int, TypeClass.Long), TypeClass.Int], a => a[0].DataType, kernel)
    {
        As = [symbol],
        Text = (c, s) => c.Name == symbol ? $"({c.Arguments[0].ToSql(s)} {symbol} {c.Arguments[1].ToSql(s)})" : $"{c.Name}({c.Arguments[0].ToSql(s)}, {c.Arguments[1].ToSql(s)})",
    };

    private static ValueList<Expression> CommonIntegral(FunctionCall call, ValueList<Expression> a)
    {
        if (a[0].DataType is IntegralType && a[0].DataType == a[1].DataType) return a;
        var shown = $"({a[0].Sql} {call.Name} {a[1].Sql})";
        var type = TypeCoercion.ComparisonType(a[0].DataType, a[1].DataType, call.Session.Ansi) ?? throw ArgumentChecks.OperandTypes(call.Origin, shown, a[0].DataType, a[1].DataType);
        if (type is not (IntegralType or NullType)) throw ArgumentChecks.OperandType(call.Origin, shown, TypeClass.Integral.Sql, type);
        return Operands.Cast(call, a, type is NullType ? IntegerType.Instance : type);
    }

    private static Kernel Kernel<TByte, TShort, TInt, TLong>()
        where TByte : struct, IBinary<sbyte, sbyte, sbyte> where TShort : struct, IBinary<short, short, short>
        where TInt : struct, IBinary<int, int, int> where TLong : struct, IBinary<long, long, long> => call =>
    {
        switch (call.Result.Physical)
        {
            case PhysicalType.Int8: KernelCalls.Map<sbyte, sbyte, sbyte, TByte>(call); break;
            case PhysicalType.Int16: KernelCalls.Map<short, short, short, TShort>(call); break;
            case PhysicalType.Int32: KernelCalls.Map<int, int, int, TInt>(call); break;
            default: KernelCalls.Map<long, long, long, TLong>(call); break;
        }
    };

    private static void Complement(KernelCall call)
    {
        switch (call.Result.Physical)
        {
            case PhysicalType.Int8: KernelCalls.Map<sbyte, sbyte, NotOp<sbyte>>(call); break;
            case PhysicalType.Int16: KernelCalls.Map<short, short, NotOp<short>>(call); break;
            case PhysicalType.Int32: KernelCalls.Map<int, int, NotOp<int>>(call); break;
            default: KernelCalls.Map<long, long, NotOp<long>>(call); break;
        }
    }

    private static void BitCount(KernelCall call)
    {
        switch (call.Arguments[0].Physical)
        {
            case PhysicalType.Bool or PhysicalType.Int8: KernelCalls.Map<sbyte, int, CountOp<sbyte>>(call); break;
            case PhysicalType.Int16: KernelCalls.Map<short, int, CountOp<short>>(call); break;
            case PhysicalType.Int32: KernelCalls.Map<int, int, CountOp<int>>(call); break;
            default: KernelCalls.Map<long, int, CountOp<long>>(call); break;
        }
    }

    private static void GetBit(KernelCall call)
    {
        var positions = call.In<int>(1);
        var argument = call.Arguments[0];
        var bits = argument.ElementSize * 8;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var position = positions[row];
            if ((uint)position >= (uint)bits)
                throw call.Error("INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE", ("functionName", $"`{call.Call.Name}`"), ("parameter", "`pos`"), ("upper", $"{bits}"), ("invalidValue", $"{position}"));
            var at = argument.Position(row);
            long value = argument.Physical switch
            {
                PhysicalType.Int8 => argument.Values<sbyte>()[at],
                PhysicalType.Int16 => argument.Values<short>()[at],
                PhysicalType.Int32 => argument.Values<int>()[at],
                _ => argument.Values<long>()[at],
            };
            call.Result.Set(row, (sbyte)((value >> position) & 1));
        }
    }

    private readonly struct AndOp<T> : IBinary<T, T, T> where T : unmanaged, IBinaryInteger<T> { public static T Apply(T a, T b) => a & b; }
    private readonly struct OrOp<T> : IBinary<T, T, T> where T : unmanaged, IBinaryInteger<T> { public static T Apply(T a, T b) => a | b; }
    private readonly struct XorOp<T> : IBinary<T, T, T> where T : unmanaged, IBinaryInteger<T> { public static T Apply(T a, T b) => a ^ b; }
    private readonly struct NotOp<T> : IUnary<T, T> where T : unmanaged, IBinaryInteger<T> { public static T Apply(T a) => ~a; }
    private readonly struct CountOp<T> : IUnary<T, int> where T : unmanaged, IBinaryInteger<T> { public static int Apply(T a) => BitOperations.PopCount((ulong)long.CreateTruncating(a)); }
    private readonly struct LeftInt : IBinary<int, int, int> { public static int Apply(int a, int b) => a << b; }
    private readonly struct LeftLong : IBinary<long, int, long> { public static long Apply(long a, int b) => a << b; }
    private readonly struct RightInt : IBinary<int, int, int> { public static int Apply(int a, int b) => a >> b; }
    private readonly struct RightLong : IBinary<long, int, long> { public static long Apply(long a, int b) => a >> b; }
    private readonly struct UnsignedInt : IBinary<int, int, int> { public static int Apply(int a, int b) => a >>> b; }
    private readonly struct UnsignedLong : IBinary<long, int, long> { public static long Apply(long a, int b) => a >>> b; }
}
