using System.Numerics;
using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Misc;

/// <summary>The session, the place of execution, types and bitmaps.</summary>
static class MiscFunctions
{
    private const int BitmapBits = 8 * 4096;

    private static Rewrite CastTo(string name, DataType type)
        => new(name, 1, 1, c => c.Arguments[0].DataType == type ? c.Arguments[0] : new Cast(c.Arguments[0], type, c.Session.Ansi ? EvalMode.Ansi : EvalMode.Legacy) { TimeZone = c.Session.TimeZone }) { IsTransparent = true };

    public static void Register(FunctionRegistry registry) => registry.Register(
        CastTo("boolean", BooleanType.Instance), CastTo("tinyint", ByteType.Instance), CastTo("smallint", ShortType.Instance), CastTo("int", IntegerType.Instance),
        CastTo("bigint", LongType.Instance), CastTo("float", FloatType.Instance), CastTo("double", DoubleType.Instance), CastTo("decimal", DecimalType.UserDefault),
        CastTo("date", DateType.Instance), CastTo("timestamp", TimestampType.Instance), CastTo("binary", BinaryType.Instance), CastTo("string", StringType.Instance),
        new Scalar("typeof", [TypeClass.Any], StringType.Instance, TypeOf) { NullRule = NullHandling.Custom },
        new Rewrite("version", 0, 0, _ => Literal.Of("4.3.0 98bc0212c94705434471627068f41e374ccab143")),
        new Rewrite("current_catalog", 0, 0, c => Literal.Of(c.Session.CurrentCatalog)),
        new Rewrite("current_database", 0, 0, c => Literal.Of(c.Session.CurrentDatabase)) { As = ["current_schema"], Text = _ => "current_schema()" },
        new Rewrite("current_user", 0, 0, c => Literal.Of(c.Session.CurrentUser)) { As = ["user", "session_user"] },
        new Rewrite("current_path", 0, 0, c => Literal.Of($"system.builtin,system.session,{c.Session.CurrentCatalog}.{c.Session.CurrentDatabase}")),
        new Scalar("monotonically_increasing_id", [], LongType.Instance, Increase) { IsVolatile = true, DependsOnPlace = true, Preparation = (_, _) => new Counter() },
        new Scalar("spark_partition_id", [], IntegerType.Instance, PartitionId) { DependsOnPlace = true, IsVolatile = true, Text = (_, _) => "SPARK_PARTITION_ID()" },
        new Scalar("input_file_name", [], StringType.Instance, FileName) { DependsOnPlace = true, IsVolatile = true },
        new Scalar("input_file_block_start", [], LongType.Instance, call => Fill(call, call.Context.CurrentFile?.Start ?? -1)) { DependsOnPlace = true, IsVolatile = true },
        new Scalar("input_file_block_length", [], LongType.Instance, call => Fill(call, call.Context.CurrentFile?.Length ?? -1)) { DependsOnPlace = true, IsVolatile = true },
        new Scalar("bitmap_bit_position", [TypeClass.Long], LongType.Instance, call => Positions(call)),
        new Scalar("bitmap_bucket_number", [TypeClass.Long], LongType.Instance, call => Buckets(call)),
        new Scalar("bitmap_count", [TypeClass.Binary], LongType.Instance, BitmapCount),
        // Only DataFrames have this function, hence the dollar sign.
        new Rewrite("$unwrap_udt", 1, 1, Unwrap) { Text = c => $"unwrap_udt({c.Arguments[0].Sql})" },
        new Rewrite("collation", 1, 1, c => Literal.Of("SYSTEM.BUILTIN." + (Operands.Fit(c, 0, TypeClass.AnyString).DataType as StringType)!.Collation)));

    private static Cast Unwrap(FunctionCall call)
    {
        var type = call.Arguments[0].DataType;
        return type.UserDefined != null ? new Cast(call.Arguments[0], type with { UserDefined = null }, EvalMode.Ansi) { Relabels = true, TimeZone = call.Session.TimeZone }
            : throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call with { Name = "unwrap_udt" }), 0, call.Arguments[0], "\"USERDEFINEDTYPE\"");
    }

    private sealed class Counter { public long Next; }

    private static void TypeOf(KernelCall call)
    {
        var name = Encoding.UTF8.GetBytes(call.Call.Arguments[0].DataType.CatalogString);
        for (var k = 0; k < call.Selection.Count; k++) call.Result.SetString(call.Selection[k], name);
    }

    // The partition's number stands in the upper 31 bits, the row's in the lower 33.
    private static void Increase(KernelCall call)
    {
        var counter = (Counter)call.Prepared!;
        for (var k = 0; k < call.Selection.Count; k++) call.Result.Set(call.Selection[k], ((long)call.Context.PartitionIndex << 33) + counter.Next++);
    }

    private static void PartitionId(KernelCall call)
    {
        for (var k = 0; k < call.Selection.Count; k++) call.Result.Set(call.Selection[k], call.Context.PartitionIndex);
    }

    private static void FileName(KernelCall call)
    {
        var name = Encoding.UTF8.GetBytes(PathUri.WithAuthority(call.Context.CurrentFile?.Path ?? ""));
        for (var k = 0; k < call.Selection.Count; k++) call.Result.SetString(call.Selection[k], name);
    }

    private static void Fill(KernelCall call, long value)
    {
        for (var k = 0; k < call.Selection.Count; k++) call.Result.Set(call.Selection[k], value);
    }

    private static void Positions(KernelCall call)
    {
        var values = call.In<long>(0);
        for (var k = 0; k < call.Selection.Count; k++) { var row = call.Selection[k]; call.Result.Set(row, BitPosition(values[row])); }
    }

    private static void Buckets(KernelCall call)
    {
        var values = call.In<long>(0);
        for (var k = 0; k < call.Selection.Count; k++) { var row = call.Selection[k]; call.Result.Set(row, BucketNumber(values[row])); }
    }

    private static long BitPosition(long value) => value > 0 ? (value - 1) % BitmapBits : -value % BitmapBits;
    private static long BucketNumber(long value) => value > 0 ? 1 + (value - 1) / BitmapBits : value / BitmapBits;

    private static void BitmapCount(KernelCall call)
    {
        var bitmaps = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var count = 0L;
            foreach (var b in bitmaps[row].Span) count += BitOperations.PopCount(b);
            call.Result.Set(row, count);
        }
    }
}
