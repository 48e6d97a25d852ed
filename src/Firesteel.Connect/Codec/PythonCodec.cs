using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Messages = Firesteel.Connect.Messages;

namespace Firesteel.Connect.Codec;

/// <summary>Python functions of messages.</summary>
static class PythonCodec
{
    /// <summary>A call that brings its function along.</summary>
    public static Expression Call(Messages.CommonInlineUserDefinedFunction message, ValueList<Expression> arguments)
        => new UnresolvedPythonCall(Definition(message, message.FunctionName), arguments) { IsDistinct = message.IsDistinct };

    /// <summary>The function under the name by which it is called.</summary>
    public static FunctionDefinition Definition(Messages.CommonInlineUserDefinedFunction message, string name)
    {
        var udf = Python(message);
        return PythonFunctions.Define(name, Function(udf), TypeCodec.Decode(udf.OutputType), (PythonEvalType)udf.EvalType, message.Deterministic);
    }

    /// <summary>A function from rows to rows.</summary>
    public static PythonRowsFunction Rows(Messages.CommonInlineUserDefinedFunction message)
    {
        var udf = Python(message);
        return new PythonRowsFunction(message.FunctionName, Function(udf), (PythonEvalType)udf.EvalType,
            TypeCodec.Decode(udf.OutputType) as StructType ?? throw InvalidPlan.Because("INVALID_SCHEMA_NON_STRUCT_TYPE", ("inputSchema", udf.OutputType.ToString()), ("dataType", TypeCodec.Decode(udf.OutputType).SimpleString)));
    }

    /// <summary>A table function under the name by which it is called.</summary>
    public static PythonTableFunction TableFunction(Messages.CommonInlineUserDefinedTableFunction message)
    {
        var udtf = message.PythonUdtf ?? throw InvalidPlan.NotSupported("spark.connect.CommonInlineUserDefinedTableFunction.function", message.FunctionCase);
        StructType? schema = null;
        if (udtf.ReturnType != null)
        {
            var text = udtf.ReturnType.Unparsed?.DataTypeString;
            schema = (text != null ? Catalyst.Parser.SqlParser.ParseTableSchema(text) : TypeCodec.Decode(udtf.ReturnType)) as StructType
                ?? throw InvalidPlan.Because("INVALID_SCHEMA_NON_STRUCT_TYPE", ("inputSchema", message.FunctionName), ("dataType", TypeCodec.Decode(udtf.ReturnType).SimpleString));
        }
        return new PythonTableFunction(message.FunctionName, new PythonFunction(udtf.Command.ToByteArray(), udtf.PythonVer), schema, (PythonEvalType)udtf.EvalType, message.Deterministic);
    }

    public static PythonFunction Function(Messages.PythonUDF udf)
        => new(udf.Command.ToByteArray(), udf.PythonVer) { Includes = new(udf.AdditionalIncludes) };

    private static Messages.PythonUDF Python(Messages.CommonInlineUserDefinedFunction? message)
        => message?.PythonUdf ?? throw InvalidPlan.NotSupported("spark.connect.CommonInlineUserDefinedFunction.function", message?.FunctionCase ?? Messages.CommonInlineUserDefinedFunction.FunctionOneofCase.None);
}
