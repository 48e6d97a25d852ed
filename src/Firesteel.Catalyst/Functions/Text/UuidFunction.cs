using System.Buffers.Binary;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>uuid(): random identifiers of version 4, repeatable for a seed and a partition.</summary>
static class UuidFunction
{
    public static readonly FunctionDefinition Function = new Rewrite("uuid", 0, 1, Bind) { IsTransparent = true };

    private static readonly Scalar Random = new("uuid", [], StringType.Instance, Write)
    {
        IsVolatile = true, DependsOnPlace = true, Preparation = (call, context) => new MersenneTwister((long)call.State! + context.PartitionIndex),
    };

    private static Expression Bind(FunctionCall call)
    {
        var seed = System.Random.Shared.NextInt64();
        if (call.Arguments.Count > 0)
        {
            var argument = call.Arguments[0];
            if (argument.DataType is not (IntegralType or NullType) || !argument.Foldable)
                throw ArgumentChecks.Error(call.Origin, "INVALID_PARAMETER_VALUE.LONG", ("parameter", "`seed`"), ("functionName", "`uuid`"), ("invalidValue", argument.Sql));
            if (ConstantFolding.Evaluate(Operands.CastTo(call, argument, LongType.Instance)).Value is long given) seed = given;
        }
        return (ScalarCall)Random.Call() with { State = seed, Origin = call.Origin };
    }

    private static void Write(KernelCall call)
    {
        var random = (MersenneTwister)call.Prepared!;
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> text = stackalloc byte[36];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, random.NextLong() & 0xFFFFFFFFFFFF0FFF | 0x4000);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (random.NextLong() | 0x8000000000000000) & 0xBFFFFFFFFFFFFFFF);
            new Guid(bytes, bigEndian: true).TryFormat(text, out _);
            call.Result.SetString(call.Selection[k], text);
        }
    }
}
