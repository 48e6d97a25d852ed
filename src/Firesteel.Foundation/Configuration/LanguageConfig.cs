namespace Firesteel.Foundation.Configuration;

/// <summary>What SQL means: types, names, errors.</summary>
static class LanguageConfig
{
    public static readonly ConfigEntry<bool> AnsiEnabled =
        ConfigBuilder.Of("spark.sql.ansi.enabled").Doc("Raise errors on overflow, bad casts and bad input instead of returning NULL.").Boolean("true");

    public static readonly ConfigEntry<bool> EnforceReservedKeywords =
        ConfigBuilder.Of("spark.sql.ansi.enforceReservedKeywords").Doc("In ANSI mode: reserved words cannot be identifiers.").Boolean("false");

    public static readonly ConfigEntry<bool> DoubleQuotedIdentifiers =
        ConfigBuilder.Of("spark.sql.ansi.doubleQuotedIdentifiers").Doc("In ANSI mode: \"x\" is an identifier and not a string.").Boolean("false");

    public static readonly ConfigEntry<bool> AnsiRelationPrecedence =
        ConfigBuilder.Of("spark.sql.ansi.relationPrecedence").Doc("In ANSI mode: JOIN binds closer than the comma.").Boolean("false");

    public static readonly ConfigEntry<bool> CaseSensitive =
        ConfigBuilder.Of("spark.sql.caseSensitive").Doc("Tell columns apart by upper and lower case.").Since("1.4.0").Boolean("false");

    public static readonly ConfigEntry<string> SessionTimeZone =
        ConfigBuilder.Of("spark.sql.session.timeZone").Doc("Time zone of the session: a region, or an offset from UTC.").Computed(ConfigTypes.TimeZone, MachineTimeZone.Name);

    public static readonly ConfigEntry<TimestampFlavour> TimestampType =
        ConfigBuilder.Of("spark.sql.timestampType").Doc("What TIMESTAMP means: with the session's time zone or without.").EnumOf<TimestampFlavour>("TIMESTAMP_LTZ");

    public static readonly ConfigEntry<bool> TimeTypeEnabled =
        ConfigBuilder.Of("spark.sql.timeType.enabled").Doc("Allow the TIME type.").Since("4.1.0").Boolean("false");

    public static readonly ConfigEntry<bool> TimestampNanosTypesEnabled =
        ConfigBuilder.Of("spark.sql.timestampNanosTypes.enabled").Doc("Allow timestamps with nanoseconds.").Since("4.2.0").NotYet().Boolean("false");

    public static readonly ConfigEntry<TimeParserPolicy> TimeParserPolicy =
        ConfigBuilder.Of("spark.sql.legacy.timeParserPolicy").Doc("What happens where patterns meant something else before Spark 3.").Since("3.0.0").EnumOf<TimeParserPolicy>("CORRECTED");

    public static readonly ConfigEntry<MapKeyDedupPolicy> MapKeyDedupPolicy =
        ConfigBuilder.Of("spark.sql.mapKeyDedupPolicy").Doc("What a map does with the same key twice: an error, or the last one wins.").EnumOf<MapKeyDedupPolicy>("EXCEPTION");

    public static readonly ConfigEntry<StoreAssignmentPolicy> StoreAssignmentPolicy =
        ConfigBuilder.Of("spark.sql.storeAssignmentPolicy").Doc("Which types may be stored in a column of another type.").EnumOf<StoreAssignmentPolicy>("ANSI");

    public static readonly ConfigEntry<bool> GroupByOrdinal =
        ConfigBuilder.Of("spark.sql.groupByOrdinal").Doc("Numbers in GROUP BY name columns of the select list.").Boolean("true");

    public static readonly ConfigEntry<bool> OrderByOrdinal =
        ConfigBuilder.Of("spark.sql.orderByOrdinal").Doc("Numbers in ORDER BY name columns of the select list.").Boolean("true");

    public static readonly ConfigEntry<bool> GroupByAliases =
        ConfigBuilder.Of("spark.sql.groupByAliases").Doc("Names of the select list may stand in GROUP BY.").Boolean("true");

    public static readonly ConfigEntry<bool> LateralColumnAlias =
        ConfigBuilder.Of("spark.sql.lateralColumnAlias.enableImplicitResolution").Doc("A select list may use names that it gave further left.").Since("3.4.0").Boolean("true");

    public static readonly ConfigEntry<bool> VariableSubstitute =
        ConfigBuilder.Of("spark.sql.variable.substitute").Doc("Replace ${name} in SQL text by settings and variables.").Boolean("true");

    public static readonly ConfigEntry<bool> EscapedStringLiterals =
        ConfigBuilder.Of("spark.sql.parser.escapedStringLiterals").Doc("Backslashes in string literals stay as they are.").Since("2.2.1").Boolean("false");

    public static readonly ConfigEntry<bool> QuotedRegexColumnNames =
        ConfigBuilder.Of("spark.sql.parser.quotedRegexColumnNames").Doc("Back-quoted names in SELECT are patterns.").Boolean("false");

    public static readonly ConfigEntry<bool> PipeSyntaxEnabled =
        ConfigBuilder.Of("spark.sql.operatorPipeSyntaxEnabled").Doc("Allow the |> operators.").Boolean("true");

    public static readonly ConfigEntry<bool> ScriptingEnabled =
        ConfigBuilder.Of("spark.sql.scripting.enabled").Doc("Allow BEGIN ... END scripts.").Boolean("true");

    public static readonly ConfigEntry<bool> ContinueHandlerEnabled =
        ConfigBuilder.Of("spark.sql.scripting.continueHandlerEnabled").Doc("Allow CONTINUE handlers in scripts.").Since("4.1.0").Boolean("false");

    public static readonly ConfigEntry<bool> NamedFunctionArguments =
        ConfigBuilder.Of("spark.sql.allowNamedFunctionArguments").Doc("Allow f(name => value).").Boolean("true");

    public static readonly ConfigEntry<bool> DecimalAllowPrecisionLoss =
        ConfigBuilder.Of("spark.sql.decimalOperations.allowPrecisionLoss").Doc("Give up digits after the point where a decimal's result would be too wide.").Since("2.3.1").Boolean("true");

    public static readonly ConfigEntry<bool> PickMinimumPrecision =
        ConfigBuilder.Of("spark.sql.legacy.literal.pickMinimumPrecision").Doc("Integer literals in decimal arithmetic are as narrow as they can be.").Since("2.3.3").Boolean("true");

    public static readonly ConfigEntry<bool> NegativeScaleOfDecimal =
        ConfigBuilder.Of("spark.sql.legacy.allowNegativeScaleOfDecimal").Doc("Allow decimals with negative scale.").Since("3.0.0").Boolean("false");

    public static readonly ConfigEntry<bool> ExponentLiteralAsDecimal =
        ConfigBuilder.Of("spark.sql.legacy.exponentLiteralAsDecimal.enabled").Doc("1e3 is a decimal and not a double.").Since("3.0.0").Boolean("false");

    public static readonly ConfigEntry<bool> SizeOfNull =
        ConfigBuilder.Of("spark.sql.legacy.sizeOfNull").Doc("size(NULL) is -1 outside ANSI mode.").Since("2.4.0").Boolean("true");

    public static readonly ConfigEntry<bool> ConcatBinaryAsString =
        ConfigBuilder.Of("spark.sql.function.concatBinaryAsString").Doc("concat of binaries is a string.").Boolean("false");

    public static readonly ConfigEntry<bool> EltOutputAsString =
        ConfigBuilder.Of("spark.sql.function.eltOutputAsString").Doc("elt of binaries is a string.").Boolean("false");

    public static readonly ConfigEntry<bool> IntegerGroupingId =
        ConfigBuilder.Of("spark.sql.legacy.integerGroupingId").Doc("grouping_id() is an int and not a bigint.").Since("3.1.0").Boolean("false");

    public static readonly ConfigEntry<bool> ThreeValuedArrayExists =
        ConfigBuilder.Of("spark.sql.legacy.followThreeValuedLogicInArrayExists").Doc("exists() on an array answers NULL where that is the truth.").Since("3.0.0").Boolean("true");

    public static readonly ConfigEntry<bool> NegativeIndexInArrayInsert =
        ConfigBuilder.Of("spark.sql.legacy.negativeIndexInArrayInsert").Doc("array_insert counts negative places from 0.").Since("3.5.0").Boolean("false");

    public static readonly ConfigEntry<bool> LegacyStatisticalAggregate =
        ConfigBuilder.Of("spark.sql.legacy.statisticalAggregate").Doc("Statistics of a single value are NaN and not NULL.").Since("3.1.0").Boolean("false");

    public static readonly ConfigEntry<bool> LegacyInterval =
        ConfigBuilder.Of("spark.sql.legacy.interval.enabled").Doc("Intervals of the old kind, months and days and microseconds in one.").Since("3.2.0").Boolean("false");

    public static readonly ConfigEntry<bool> LegacyCastComplexTypesToString =
        ConfigBuilder.Of("spark.sql.legacy.castComplexTypesToString.enabled").Doc("Structs and maps as text have square brackets and empty NULLs.").Since("3.1.0").Boolean("false");

    public static readonly ConfigEntry<bool> SetOpsPrecedence =
        ConfigBuilder.Of("spark.sql.legacy.setopsPrecedence.enabled").Doc("UNION, INTERSECT and EXCEPT bind equally.").Since("2.4.0").Boolean("false");

    public static readonly ConfigEntry<LegacyPolicy> CtePrecedencePolicy =
        ConfigBuilder.Of("spark.sql.legacy.ctePrecedencePolicy").Doc("What an inner WITH does to an outer one of the same name.").Since("3.0.0").EnumOf<LegacyPolicy>("CORRECTED");

    public static readonly ConfigEntry<bool> AllowParameterlessCount =
        ConfigBuilder.Of("spark.sql.legacy.allowParameterlessCount").Doc("Allow count().").Since("3.1.1").Boolean("false");

    public static readonly ConfigEntry<bool> AllowHashOnMapType =
        ConfigBuilder.Of("spark.sql.legacy.allowHashOnMapType").Doc("Allow hash() of maps.").Since("3.0.0").Boolean("false");

    public static readonly ConfigEntry<bool> CharVarcharAsString =
        ConfigBuilder.Of("spark.sql.legacy.charVarcharAsString").Doc("CHAR and VARCHAR are plain strings.").Since("3.1.0").Boolean("false");

    public static readonly ConfigEntry<bool> CharAsVarchar =
        ConfigBuilder.Of("spark.sql.charAsVarchar").Doc("CHAR columns are VARCHAR.").Boolean("false");

    public static readonly ConfigEntry<bool> ReadSideCharPadding =
        ConfigBuilder.Of("spark.sql.readSideCharPadding").Doc("Pad CHAR columns when they are read.").Boolean("true");

    public static readonly ConfigEntry<bool> PreserveCharVarchar =
        ConfigBuilder.Of("spark.sql.preserveCharVarcharTypeInfo").Doc("Keep CHAR and VARCHAR as types of their own.").Boolean("false");

    public static readonly ConfigEntry<bool> ConsecutiveStringLiterals =
        ConfigBuilder.Of("spark.sql.legacy.consecutiveStringLiterals.enabled").Doc("Two string literals with doubled quotes are joined as before Spark 4.").Since("4.0.0").Boolean("false");

    public static readonly ConfigEntry<bool> DisableMapKeyNormalization =
        ConfigBuilder.Of("spark.sql.legacy.disableMapKeyNormalization").Doc("Keep -0.0 as a key of maps.").Since("4.0.0").Boolean("false");

    public static readonly ConfigEntry<bool> DuplicateBetweenInput =
        ConfigBuilder.Of("spark.sql.legacy.duplicateBetweenInput").Doc("BETWEEN computes its first argument twice.").Since("4.0.0").Boolean("false");

    public static readonly ConfigEntry<bool> PercentileDiscCalculation =
        ConfigBuilder.Of("spark.sql.legacy.percentileDiscCalculation").Doc("percentile_disc as before Spark 4.").Since("4.0.0").Boolean("false");

    public static readonly ConfigEntry<bool> TypeCoercionDatetimeToString =
        ConfigBuilder.Of("spark.sql.legacy.typeCoercion.datetimeToString.enabled").Doc("Compare dates with strings as strings.").Since("3.1.0").Boolean("false");

    public static readonly ConfigEntry<bool> HavingWithoutGroupByAsWhere =
        ConfigBuilder.Of("spark.sql.legacy.parser.havingWithoutGroupByAsWhere").Doc("HAVING without GROUP BY filters rows.").Since("2.4.1").Boolean("false");

    public static readonly ConfigEntry<bool> ChunkBase64 =
        ConfigBuilder.Of("spark.sql.chunkBase64String.enabled").Doc("base64 breaks its lines after 76 characters.").Boolean("true");

    public static readonly ConfigEntry<int> MaxToStringFields =
        ConfigBuilder.Of("spark.sql.debug.maxToStringFields").Doc("Fields of a plan's node that its text shows.").Int("25");

    public static readonly ConfigEntry<long> MaxPlanStringLength =
        ConfigBuilder.Of("spark.sql.maxPlanStringLength").Doc("Characters of a plan's text.").Bytes("2147483632");

    public static readonly ConfigEntry<int> MaxMetadataStringLength =
        ConfigBuilder.Of("spark.sql.maxMetadataStringLength").Doc("Characters of a scan's details in a plan's text.").Int("100");

    public static readonly ConfigEntry<string> ErrorMessageFormat =
        ConfigBuilder.Of("spark.sql.error.messageFormat").Doc("How errors are printed.").NotYet().OneOf("PRETTY", "PRETTY", "MINIMAL", "STANDARD", "DEBUG");

    public static readonly ConfigEntry<string?> BinaryOutputStyle =
        ConfigBuilder.Of("spark.sql.binaryOutputStyle").Doc("How binary values are shown: UTF-8, BASIC, BASE64, HEX or HEX_DISCRETE.").OptionalText();

    public static readonly ConfigEntry<int> PivotMaxValues =
        ConfigBuilder.Of("spark.sql.pivotMaxValues").Doc("Columns that a pivot without a list may make.").Int("10000");

    public static readonly ConfigEntry<int> TransposeMaxValues =
        ConfigBuilder.Of("spark.sql.transposeMaxValues").Doc("Rows that transpose turns into columns.").Int("500");

    public static readonly ConfigEntry<bool> RetainGroupColumns =
        ConfigBuilder.Of("spark.sql.retainGroupColumns").Doc("agg() returns the grouping columns too.").Since("1.4.0").Boolean("true");

    public static readonly ConfigEntry<bool> StableDerivedColumnAlias =
        ConfigBuilder.Of("spark.sql.stableDerivedColumnAlias.enabled").Doc("Columns without a name are named by their text in the query.").Since("3.5.0").Boolean("false");

    public static readonly ConfigEntry<bool> CollationAllowInMapKeys =
        ConfigBuilder.Of("spark.sql.collation.allowInMapKeys").Doc("Allow collated strings as map keys.").Boolean("false");

    public static readonly ConfigEntry<bool> GeospatialEnabled =
        ConfigBuilder.Of("spark.sql.geospatial.enabled").Doc("Allow GEOMETRY and GEOGRAPHY.").Since("4.1.0").NotYet().Boolean("true");

    public static readonly ConfigEntry<bool> EagerEvalEnabled =
        ConfigBuilder.Of("spark.sql.repl.eagerEval.enabled").Doc("Shells show a DataFrame's rows when it is named.").Boolean("false");

    public static readonly ConfigEntry<int> EagerEvalMaxNumRows =
        ConfigBuilder.Of("spark.sql.repl.eagerEval.maxNumRows").Doc("How many rows that shows.").Int("20");

    public static readonly ConfigEntry<int> EagerEvalTruncate =
        ConfigBuilder.Of("spark.sql.repl.eagerEval.truncate").Doc("Characters of each value that it shows.").Int("20");

    public static readonly ConfigEntry<bool> CliPrintHeader =
        ConfigBuilder.Of("spark.sql.cli.print.header").Doc("spark-sql prints column names before rows.").Boolean("false");

    public static readonly ConfigEntry<int> CteRecursionLevelLimit =
        ConfigBuilder.Of("spark.sql.cteRecursionLevelLimit").Doc("Rounds that a recursive query may take; -1 for no limit.").Since("4.1.0").Int("100");

    public static readonly ConfigEntry<int> CteRecursionRowLimit =
        ConfigBuilder.Of("spark.sql.cteRecursionRowLimit").Doc("Rows that a recursive query may make; -1 for no limit.").Since("4.1.0").Int("1000000");

    public static readonly ConfigEntry<int> MaxNestedViewDepth =
        ConfigBuilder.Of("spark.sql.view.maxNestedViewDepth").Doc("Views that may stand inside each other.").Since("2.2.0").PositiveInt("100");
}
