using Firesteel.Types;

namespace Firesteel.Formats.Pickle;

/// <summary>How a row is put around its values: as a plain tuple, or as a Row of a schema, which Python's side makes.</summary>
sealed class PickleRowForm
{
    private readonly string? _schema;
    private readonly int _count;

    private PickleRowForm(string? schema, int count) => (_schema, _count) = (schema, count);

    public static PickleRowForm Plain(int columns) => new(null, columns);
    public static PickleRowForm Named(StructType schema) => new(SchemaJson.Write(schema), schema.Count);

    public void Begin(PickleBuffer output)
    {
        if (_schema is not null && !output.TryRecall(this)) WriteConverter(output);
        if (_count is 0 or > 3) output.Op(PickleOpcode.Mark);
    }

    public void End(PickleBuffer output)
    {
        output.Op(_count switch { 1 => PickleOpcode.Tuple1, 2 => PickleOpcode.Tuple2, 3 => PickleOpcode.Tuple3, _ => PickleOpcode.Tuple });
        if (_schema is not null) output.Op(PickleOpcode.Reduce);
    }

    // Once a pickle; later rows fetch the converter itself.
    private void WriteConverter(PickleBuffer output)
    {
        output.Global("pyspark.sql.types", "_create_row_inbound_converter");
        output.Global("pyspark.sql.types", "_parse_datatype_json_string");
        output.Text(_schema!);
        output.Op(PickleOpcode.Tuple1);
        output.Op(PickleOpcode.Reduce);
        output.Op(PickleOpcode.Tuple1);
        output.Op(PickleOpcode.Reduce);
        output.Remember(this);
    }
}
