// Written from the function registry; see tests/Firesteel.Tests/Functions/FunctionsFileTests.cs.
namespace Firesteel;

public static partial class Functions
{
    /// <summary>The SQL function <c>abs</c>.</summary>
    public static Column Abs(Column column) => Firesteel.Column.Call("abs", column.Named);

    /// <summary>The SQL function <c>acos</c>.</summary>
    public static Column Acos(Column column) => Firesteel.Column.Call("acos", column.Named);

    /// <summary>The SQL function <c>acosh</c>.</summary>
    public static Column Acosh(Column column) => Firesteel.Column.Call("acosh", column.Named);

    /// <summary>The SQL function <c>add_months</c>.</summary>
    public static Column AddMonths(Column column1, Column column2) => Firesteel.Column.Call("add_months", column1.Named, column2.Named);

    /// <summary>The SQL function <c>aes_decrypt</c>.</summary>
    public static Column AesDecrypt(Column column1, Column column2) => Firesteel.Column.Call("aes_decrypt", column1.Named, column2.Named);

    /// <summary>The SQL function <c>aes_decrypt</c>.</summary>
    public static Column AesDecrypt(Column column1, Column column2, Column column3) => Firesteel.Column.Call("aes_decrypt", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>aes_decrypt</c>.</summary>
    public static Column AesDecrypt(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("aes_decrypt", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>aes_decrypt</c>.</summary>
    public static Column AesDecrypt(Column column1, Column column2, Column column3, Column column4, Column column5) => Firesteel.Column.Call("aes_decrypt", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named);

    /// <summary>The SQL function <c>aes_encrypt</c>.</summary>
    public static Column AesEncrypt(Column column1, Column column2) => Firesteel.Column.Call("aes_encrypt", column1.Named, column2.Named);

    /// <summary>The SQL function <c>aes_encrypt</c>.</summary>
    public static Column AesEncrypt(Column column1, Column column2, Column column3) => Firesteel.Column.Call("aes_encrypt", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>aes_encrypt</c>.</summary>
    public static Column AesEncrypt(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("aes_encrypt", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>aes_encrypt</c>.</summary>
    public static Column AesEncrypt(Column column1, Column column2, Column column3, Column column4, Column column5) => Firesteel.Column.Call("aes_encrypt", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named);

    /// <summary>The SQL function <c>aes_encrypt</c>.</summary>
    public static Column AesEncrypt(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("aes_encrypt", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>any</c>.</summary>
    public static Column Any(Column column) => Firesteel.Column.Call("any", column.Named);

    /// <summary>The SQL function <c>approx_count_distinct</c>.</summary>
    public static Column ApproxCountDistinct(Column column) => Firesteel.Column.Call("approx_count_distinct", column.Named);

    /// <summary>The SQL function <c>approx_count_distinct</c>.</summary>
    public static Column ApproxCountDistinct(Column column1, Column column2) => Firesteel.Column.Call("approx_count_distinct", column1.Named, column2.Named);

    /// <summary>The SQL function <c>approx_percentile</c>.</summary>
    public static Column ApproxPercentile(Column column1, Column column2) => Firesteel.Column.Call("approx_percentile", column1.Named, column2.Named);

    /// <summary>The SQL function <c>approx_percentile</c>.</summary>
    public static Column ApproxPercentile(Column column1, Column column2, Column column3) => Firesteel.Column.Call("approx_percentile", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>approx_top_k</c>.</summary>
    public static Column ApproxTopK(Column column) => Firesteel.Column.Call("approx_top_k", column.Named);

    /// <summary>The SQL function <c>approx_top_k</c>.</summary>
    public static Column ApproxTopK(Column column1, Column column2) => Firesteel.Column.Call("approx_top_k", column1.Named, column2.Named);

    /// <summary>The SQL function <c>approx_top_k</c>.</summary>
    public static Column ApproxTopK(Column column1, Column column2, Column column3) => Firesteel.Column.Call("approx_top_k", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>approx_top_k_accumulate</c>.</summary>
    public static Column ApproxTopKAccumulate(Column column) => Firesteel.Column.Call("approx_top_k_accumulate", column.Named);

    /// <summary>The SQL function <c>approx_top_k_accumulate</c>.</summary>
    public static Column ApproxTopKAccumulate(Column column1, Column column2) => Firesteel.Column.Call("approx_top_k_accumulate", column1.Named, column2.Named);

    /// <summary>The SQL function <c>approx_top_k_combine</c>.</summary>
    public static Column ApproxTopKCombine(Column column) => Firesteel.Column.Call("approx_top_k_combine", column.Named);

    /// <summary>The SQL function <c>approx_top_k_combine</c>.</summary>
    public static Column ApproxTopKCombine(Column column1, Column column2) => Firesteel.Column.Call("approx_top_k_combine", column1.Named, column2.Named);

    /// <summary>The SQL function <c>approx_top_k_estimate</c>.</summary>
    public static Column ApproxTopKEstimate(Column column) => Firesteel.Column.Call("approx_top_k_estimate", column.Named);

    /// <summary>The SQL function <c>approx_top_k_estimate</c>.</summary>
    public static Column ApproxTopKEstimate(Column column1, Column column2) => Firesteel.Column.Call("approx_top_k_estimate", column1.Named, column2.Named);

    /// <summary>The SQL function <c>array</c>.</summary>
    public static Column Array(params Column[] columns) => Firesteel.Column.Call("array", [.. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>array_agg</c>.</summary>
    public static Column ArrayAgg(Column column) => Firesteel.Column.Call("array_agg", column.Named);

    /// <summary>The SQL function <c>array_append</c>.</summary>
    public static Column ArrayAppend(Column column1, Column column2) => Firesteel.Column.Call("array_append", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>array_compact</c>.</summary>
    public static Column ArrayCompact(Column column) => Firesteel.Column.Call("array_compact", column.Named);

    /// <summary>The SQL function <c>array_contains</c>.</summary>
    public static Column ArrayContains(Column column1, Column column2) => Firesteel.Column.Call("array_contains", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>array_distinct</c>.</summary>
    public static Column ArrayDistinct(Column column) => Firesteel.Column.Call("array_distinct", column.Named);

    /// <summary>The SQL function <c>array_except</c>.</summary>
    public static Column ArrayExcept(Column column1, Column column2) => Firesteel.Column.Call("array_except", column1.Named, column2.Named);

    /// <summary>The SQL function <c>array_insert</c>.</summary>
    public static Column ArrayInsert(Column column1, Column column2, Column column3) => Firesteel.Column.Call("array_insert", column1.Named, column2.Named, column3.Expression);

    /// <summary>The SQL function <c>array_intersect</c>.</summary>
    public static Column ArrayIntersect(Column column1, Column column2) => Firesteel.Column.Call("array_intersect", column1.Named, column2.Named);

    /// <summary>The SQL function <c>array_join</c>.</summary>
    public static Column ArrayJoin(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("array_join", [column1.Named, column2.Expression, .. columns.Select(c => c.Expression)]);

    /// <summary>The SQL function <c>array_max</c>.</summary>
    public static Column ArrayMax(Column column) => Firesteel.Column.Call("array_max", column.Named);

    /// <summary>The SQL function <c>array_min</c>.</summary>
    public static Column ArrayMin(Column column) => Firesteel.Column.Call("array_min", column.Named);

    /// <summary>The SQL function <c>array_position</c>.</summary>
    public static Column ArrayPosition(Column column1, Column column2) => Firesteel.Column.Call("array_position", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>array_prepend</c>.</summary>
    public static Column ArrayPrepend(Column column1, Column column2) => Firesteel.Column.Call("array_prepend", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>array_remove</c>.</summary>
    public static Column ArrayRemove(Column column1, Column column2) => Firesteel.Column.Call("array_remove", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>array_repeat</c>.</summary>
    public static Column ArrayRepeat(Column column1, Column column2) => Firesteel.Column.Call("array_repeat", column1.Named, column2.Named);

    /// <summary>The SQL function <c>array_size</c>.</summary>
    public static Column ArraySize(Column column) => Firesteel.Column.Call("array_size", column.Named);

    /// <summary>The SQL function <c>array_sort</c>.</summary>
    public static Column ArraySort(Column column) => Firesteel.Column.Call("array_sort", column.Named);

    /// <summary>The SQL function <c>array_sort</c>.</summary>
    public static Column ArraySort(Column column1, Column column2) => Firesteel.Column.Call("array_sort", column1.Named, column2.Named);

    /// <summary>The SQL function <c>array_union</c>.</summary>
    public static Column ArrayUnion(Column column1, Column column2) => Firesteel.Column.Call("array_union", column1.Named, column2.Named);

    /// <summary>The SQL function <c>arrays_overlap</c>.</summary>
    public static Column ArraysOverlap(Column column1, Column column2) => Firesteel.Column.Call("arrays_overlap", column1.Named, column2.Named);

    /// <summary>The SQL function <c>arrays_zip</c>.</summary>
    public static Column ArraysZip(params Column[] columns) => Firesteel.Column.Call("arrays_zip", [.. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>ascii</c>.</summary>
    public static Column Ascii(Column column) => Firesteel.Column.Call("ascii", column.Named);

    /// <summary>The SQL function <c>asin</c>.</summary>
    public static Column Asin(Column column) => Firesteel.Column.Call("asin", column.Named);

    /// <summary>The SQL function <c>asinh</c>.</summary>
    public static Column Asinh(Column column) => Firesteel.Column.Call("asinh", column.Named);

    /// <summary>The SQL function <c>assert_true</c>.</summary>
    public static Column AssertTrue(Column column) => Firesteel.Column.Call("assert_true", column.Named);

    /// <summary>The SQL function <c>assert_true</c>.</summary>
    public static Column AssertTrue(Column column1, Column column2) => Firesteel.Column.Call("assert_true", column1.Named, column2.Named);

    /// <summary>The SQL function <c>atan</c>.</summary>
    public static Column Atan(Column column) => Firesteel.Column.Call("atan", column.Named);

    /// <summary>The SQL function <c>atan2</c>.</summary>
    public static Column Atan2(Column column1, Column column2) => Firesteel.Column.Call("atan2", column1.Named, column2.Named);

    /// <summary>The SQL function <c>atanh</c>.</summary>
    public static Column Atanh(Column column) => Firesteel.Column.Call("atanh", column.Named);

    /// <summary>The SQL function <c>avg</c>.</summary>
    public static Column Avg(Column column) => Firesteel.Column.Call("avg", column.Named);

    /// <summary>The SQL function <c>base64</c>.</summary>
    public static Column Base64(Column column) => Firesteel.Column.Call("base64", column.Named);

    /// <summary>The SQL function <c>bin</c>.</summary>
    public static Column Bin(Column column) => Firesteel.Column.Call("bin", column.Named);

    /// <summary>The SQL function <c>bit_and</c>.</summary>
    public static Column BitAnd(Column column) => Firesteel.Column.Call("bit_and", column.Named);

    /// <summary>The SQL function <c>bit_count</c>.</summary>
    public static Column BitCount(Column column) => Firesteel.Column.Call("bit_count", column.Named);

    /// <summary>The SQL function <c>bit_get</c>.</summary>
    public static Column BitGet(Column column1, Column column2) => Firesteel.Column.Call("bit_get", column1.Named, column2.Named);

    /// <summary>The SQL function <c>bit_length</c>.</summary>
    public static Column BitLength(Column column) => Firesteel.Column.Call("bit_length", column.Named);

    /// <summary>The SQL function <c>bit_or</c>.</summary>
    public static Column BitOr(Column column) => Firesteel.Column.Call("bit_or", column.Named);

    /// <summary>The SQL function <c>bit_xor</c>.</summary>
    public static Column BitXor(Column column) => Firesteel.Column.Call("bit_xor", column.Named);

    /// <summary>The SQL function <c>bitmap_and_agg</c>.</summary>
    public static Column BitmapAndAgg(Column column) => Firesteel.Column.Call("bitmap_and_agg", column.Named);

    /// <summary>The SQL function <c>bitmap_bit_position</c>.</summary>
    public static Column BitmapBitPosition(Column column) => Firesteel.Column.Call("bitmap_bit_position", column.Named);

    /// <summary>The SQL function <c>bitmap_bucket_number</c>.</summary>
    public static Column BitmapBucketNumber(Column column) => Firesteel.Column.Call("bitmap_bucket_number", column.Named);

    /// <summary>The SQL function <c>bitmap_construct_agg</c>.</summary>
    public static Column BitmapConstructAgg(Column column) => Firesteel.Column.Call("bitmap_construct_agg", column.Named);

    /// <summary>The SQL function <c>bitmap_count</c>.</summary>
    public static Column BitmapCount(Column column) => Firesteel.Column.Call("bitmap_count", column.Named);

    /// <summary>The SQL function <c>bitmap_or_agg</c>.</summary>
    public static Column BitmapOrAgg(Column column) => Firesteel.Column.Call("bitmap_or_agg", column.Named);

    /// <summary>The SQL function <c>bool_and</c>.</summary>
    public static Column BoolAnd(Column column) => Firesteel.Column.Call("bool_and", column.Named);

    /// <summary>The SQL function <c>bool_or</c>.</summary>
    public static Column BoolOr(Column column) => Firesteel.Column.Call("bool_or", column.Named);

    /// <summary>The SQL function <c>bround</c>.</summary>
    public static Column Bround(Column column) => Firesteel.Column.Call("bround", column.Named);

    /// <summary>The SQL function <c>bround</c>.</summary>
    public static Column Bround(Column column1, Column column2) => Firesteel.Column.Call("bround", column1.Named, column2.Named);

    /// <summary>The SQL function <c>btrim</c>.</summary>
    public static Column Btrim(Column str) => Firesteel.Column.Call("btrim", str.Named);

    /// <summary>The SQL function <c>btrim</c>.</summary>
    public static Column Btrim(Column str, Column trimstr) => Firesteel.Column.Call("btrim", str.Named, trimstr.Named);

    /// <summary>The SQL function <c>cardinality</c>.</summary>
    public static Column Cardinality(Column column) => Firesteel.Column.Call("cardinality", column.Named);

    /// <summary>The SQL function <c>cbrt</c>.</summary>
    public static Column Cbrt(Column column) => Firesteel.Column.Call("cbrt", column.Named);

    /// <summary>The SQL function <c>ceil</c>.</summary>
    public static Column Ceil(Column column) => Firesteel.Column.Call("ceil", column.Named);

    /// <summary>The SQL function <c>ceil</c>.</summary>
    public static Column Ceil(Column column1, Column column2) => Firesteel.Column.Call("ceil", column1.Named, column2.Named);

    /// <summary>The SQL function <c>ceiling</c>.</summary>
    public static Column Ceiling(Column column) => Firesteel.Column.Call("ceiling", column.Named);

    /// <summary>The SQL function <c>ceiling</c>.</summary>
    public static Column Ceiling(Column column1, Column column2) => Firesteel.Column.Call("ceiling", column1.Named, column2.Named);

    /// <summary>The SQL function <c>char</c>.</summary>
    public static Column Char(Column column) => Firesteel.Column.Call("char", column.Named);

    /// <summary>The SQL function <c>char_length</c>.</summary>
    public static Column CharLength(Column column) => Firesteel.Column.Call("char_length", column.Named);

    /// <summary>The SQL function <c>character_length</c>.</summary>
    public static Column CharacterLength(Column column) => Firesteel.Column.Call("character_length", column.Named);

    /// <summary>The SQL function <c>chr</c>.</summary>
    public static Column Chr(Column column) => Firesteel.Column.Call("chr", column.Named);

    /// <summary>The SQL function <c>coalesce</c>.</summary>
    public static Column Coalesce(Column column, params Column[] columns) => Firesteel.Column.Call("coalesce", [column.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>collation</c>.</summary>
    public static Column Collation(Column column) => Firesteel.Column.Call("collation", column.Named);

    /// <summary>The SQL function <c>collect_list</c>.</summary>
    public static Column CollectList(Column column) => Firesteel.Column.Call("collect_list", column.Named);

    /// <summary>The SQL function <c>collect_set</c>.</summary>
    public static Column CollectSet(Column column) => Firesteel.Column.Call("collect_set", column.Named);

    /// <summary>The SQL function <c>collect_union</c>.</summary>
    public static Column CollectUnion(Column column) => Firesteel.Column.Call("collect_union", column.Named);

    /// <summary>The SQL function <c>concat</c>.</summary>
    public static Column Concat(params Column[] columns) => Firesteel.Column.Call("concat", [.. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>concat_ws</c>.</summary>
    public static Column ConcatWs(Column column, params Column[] columns) => Firesteel.Column.Call("concat_ws", [column.Expression, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>contains</c>.</summary>
    public static Column Contains(Column column1, Column column2) => Firesteel.Column.Call("contains", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>conv</c>.</summary>
    public static Column Conv(Column column1, Column column2, Column column3) => Firesteel.Column.Call("conv", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>convert_timezone</c>.</summary>
    public static Column ConvertTimezone(Column column1, Column column2) => Firesteel.Column.Call("convert_timezone", column1.Named, column2.Named);

    /// <summary>The SQL function <c>convert_timezone</c>.</summary>
    public static Column ConvertTimezone(Column column1, Column column2, Column column3) => Firesteel.Column.Call("convert_timezone", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>corr</c>.</summary>
    public static Column Corr(Column column1, Column column2) => Firesteel.Column.Call("corr", column1.Named, column2.Named);

    /// <summary>The SQL function <c>cos</c>.</summary>
    public static Column Cos(Column column) => Firesteel.Column.Call("cos", column.Named);

    /// <summary>The SQL function <c>cosh</c>.</summary>
    public static Column Cosh(Column column) => Firesteel.Column.Call("cosh", column.Named);

    /// <summary>The SQL function <c>cot</c>.</summary>
    public static Column Cot(Column column) => Firesteel.Column.Call("cot", column.Named);

    /// <summary>The SQL function <c>count_if</c>.</summary>
    public static Column CountIf(Column column) => Firesteel.Column.Call("count_if", column.Named);

    /// <summary>The SQL function <c>count_min_sketch</c>.</summary>
    public static Column CountMinSketch(Column column, Column epsilon, Column confidence, Column seed) => Firesteel.Column.Call("count_min_sketch", column.Named, epsilon.Named, confidence.Named, seed.Named);

    /// <summary>The SQL function <c>counter_diff</c>.</summary>
    public static Column CounterDiff(Column column) => Firesteel.Column.Call("counter_diff", column.Named);

    /// <summary>The SQL function <c>counter_diff</c>.</summary>
    public static Column CounterDiff(Column column1, Column column2) => Firesteel.Column.Call("counter_diff", column1.Named, column2.Named);

    /// <summary>The SQL function <c>covar_pop</c>.</summary>
    public static Column CovarPop(Column column1, Column column2) => Firesteel.Column.Call("covar_pop", column1.Named, column2.Named);

    /// <summary>The SQL function <c>covar_samp</c>.</summary>
    public static Column CovarSamp(Column column1, Column column2) => Firesteel.Column.Call("covar_samp", column1.Named, column2.Named);

    /// <summary>The SQL function <c>crc32</c>.</summary>
    public static Column Crc32(Column column) => Firesteel.Column.Call("crc32", column.Named);

    /// <summary>The SQL function <c>csc</c>.</summary>
    public static Column Csc(Column column) => Firesteel.Column.Call("csc", column.Named);

    /// <summary>The SQL function <c>cume_dist</c>.</summary>
    public static Column CumeDist() => Firesteel.Column.Call("cume_dist");

    /// <summary>The SQL function <c>curdate</c>.</summary>
    public static Column CurDate() => Firesteel.Column.Call("curdate");

    /// <summary>The SQL function <c>current_catalog</c>.</summary>
    public static Column CurrentCatalog() => Firesteel.Column.Call("current_catalog");

    /// <summary>The SQL function <c>current_database</c>.</summary>
    public static Column CurrentDatabase() => Firesteel.Column.Call("current_database");

    /// <summary>The SQL function <c>current_date</c>.</summary>
    public static Column CurrentDate() => Firesteel.Column.Call("current_date");

    /// <summary>The SQL function <c>current_path</c>.</summary>
    public static Column CurrentPath() => Firesteel.Column.Call("current_path");

    /// <summary>The SQL function <c>current_schema</c>.</summary>
    public static Column CurrentSchema() => Firesteel.Column.Call("current_schema");

    /// <summary>The SQL function <c>current_time</c>.</summary>
    public static Column CurrentTime() => Firesteel.Column.Call("current_time");

    /// <summary>The SQL function <c>current_time</c>.</summary>
    public static Column CurrentTime(Column column) => Firesteel.Column.Call("current_time", column.Named);

    /// <summary>The SQL function <c>current_timestamp</c>.</summary>
    public static Column CurrentTimestamp() => Firesteel.Column.Call("current_timestamp");

    /// <summary>The SQL function <c>current_timestamp</c>.</summary>
    public static Column CurrentTimestamp(Column column) => Firesteel.Column.Call("current_timestamp", column.Named);

    /// <summary>The SQL function <c>current_timezone</c>.</summary>
    public static Column CurrentTimezone() => Firesteel.Column.Call("current_timezone");

    /// <summary>The SQL function <c>current_user</c>.</summary>
    public static Column CurrentUser() => Firesteel.Column.Call("current_user");

    /// <summary>The SQL function <c>date_add</c>.</summary>
    public static Column DateAdd(Column column1, Column column2) => Firesteel.Column.Call("date_add", column1.Named, column2.Named);

    /// <summary>The SQL function <c>date_diff</c>.</summary>
    public static Column DateDiff(Column column1, Column column2) => Firesteel.Column.Call("date_diff", column1.Named, column2.Named);

    /// <summary>The SQL function <c>date_format</c>.</summary>
    public static Column DateFormat(Column column1, Column column2) => Firesteel.Column.Call("date_format", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>date_from_unix_date</c>.</summary>
    public static Column DateFromUnixDate(Column column) => Firesteel.Column.Call("date_from_unix_date", column.Named);

    /// <summary>The SQL function <c>date_part</c>.</summary>
    public static Column DatePart(Column column1, Column column2) => Firesteel.Column.Call("date_part", column1.Expression, column2.Named);

    /// <summary>The SQL function <c>date_sub</c>.</summary>
    public static Column DateSub(Column column1, Column column2) => Firesteel.Column.Call("date_sub", column1.Named, column2.Named);

    /// <summary>The SQL function <c>date_trunc</c>.</summary>
    public static Column DateTrunc(Column column1, Column column2) => Firesteel.Column.Call("date_trunc", column1.Expression, column2.Named);

    /// <summary>The SQL function <c>datepart</c>.</summary>
    public static Column Datepart(Column column1, Column column2) => Firesteel.Column.Call("datepart", column1.Expression, column2.Named);

    /// <summary>The SQL function <c>day</c>.</summary>
    public static Column Day(Column column) => Firesteel.Column.Call("day", column.Named);

    /// <summary>The SQL function <c>dayname</c>.</summary>
    public static Column DayName(Column column) => Firesteel.Column.Call("dayname", column.Named);

    /// <summary>The SQL function <c>dayofmonth</c>.</summary>
    public static Column DayOfMonth(Column column) => Firesteel.Column.Call("dayofmonth", column.Named);

    /// <summary>The SQL function <c>dayofweek</c>.</summary>
    public static Column DayOfWeek(Column column) => Firesteel.Column.Call("dayofweek", column.Named);

    /// <summary>The SQL function <c>dayofyear</c>.</summary>
    public static Column DayOfYear(Column column) => Firesteel.Column.Call("dayofyear", column.Named);

    /// <summary>The SQL function <c>decode</c>.</summary>
    public static Column Decode(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("decode", [column1.Named, column2.Expression, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>degrees</c>.</summary>
    public static Column Degrees(Column column) => Firesteel.Column.Call("degrees", column.Named);

    /// <summary>The SQL function <c>dense_rank</c>.</summary>
    public static Column DenseRank(params Column[] columns) => Firesteel.Column.Call("dense_rank", [.. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>div</c>.</summary>
    public static Column Div(Column column1, Column column2) => Firesteel.Column.Call("div", column1.Named, column2.Named);

    /// <summary>The SQL function <c>e</c>.</summary>
    public static Column E() => Firesteel.Column.Call("e");

    /// <summary>The SQL function <c>element_at</c>.</summary>
    public static Column ElementAt(Column column1, Column column2) => Firesteel.Column.Call("element_at", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>elt</c>.</summary>
    public static Column Elt(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("elt", [column1.Named, column2.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>encode</c>.</summary>
    public static Column Encode(Column column1, Column column2) => Firesteel.Column.Call("encode", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>endswith</c>.</summary>
    public static Column EndsWith(Column column1, Column column2) => Firesteel.Column.Call("endswith", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>equal_null</c>.</summary>
    public static Column EqualNull(Column column1, Column column2) => Firesteel.Column.Call("equal_null", column1.Named, column2.Named);

    /// <summary>The SQL function <c>every</c>.</summary>
    public static Column Every(Column column) => Firesteel.Column.Call("every", column.Named);

    /// <summary>The SQL function <c>exp</c>.</summary>
    public static Column Exp(Column column) => Firesteel.Column.Call("exp", column.Named);

    /// <summary>The SQL function <c>explode</c>.</summary>
    public static Column Explode(Column collection) => Firesteel.Column.Call("explode", collection.Named);

    /// <summary>The SQL function <c>explode_outer</c>.</summary>
    public static Column ExplodeOuter(Column collection) => Firesteel.Column.Call("explode_outer", collection.Named);

    /// <summary>The SQL function <c>expm1</c>.</summary>
    public static Column Expm1(Column column) => Firesteel.Column.Call("expm1", column.Named);

    /// <summary>The SQL function <c>extract</c>.</summary>
    public static Column Extract(Column column1, Column column2) => Firesteel.Column.Call("extract", column1.Expression, column2.Named);

    /// <summary>The SQL function <c>factorial</c>.</summary>
    public static Column Factorial(Column column) => Firesteel.Column.Call("factorial", column.Named);

    /// <summary>The SQL function <c>find_in_set</c>.</summary>
    public static Column FindInSet(Column column1, Column column2) => Firesteel.Column.Call("find_in_set", column1.Named, column2.Named);

    /// <summary>The SQL function <c>flatten</c>.</summary>
    public static Column Flatten(Column column) => Firesteel.Column.Call("flatten", column.Named);

    /// <summary>The SQL function <c>floor</c>.</summary>
    public static Column Floor(Column column) => Firesteel.Column.Call("floor", column.Named);

    /// <summary>The SQL function <c>floor</c>.</summary>
    public static Column Floor(Column column1, Column column2) => Firesteel.Column.Call("floor", column1.Named, column2.Named);

    /// <summary>The SQL function <c>format_number</c>.</summary>
    public static Column FormatNumber(Column column1, Column column2) => Firesteel.Column.Call("format_number", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>format_string</c>.</summary>
    public static Column FormatString(Column column, params Column[] columns) => Firesteel.Column.Call("format_string", [column.Expression, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>from_base32</c>.</summary>
    public static Column FromBase32(Column column) => Firesteel.Column.Call("from_base32", column.Named);

    /// <summary>The SQL function <c>from_csv</c>.</summary>
    public static Column FromCsv(Column column1, Column column2) => Firesteel.Column.Call("from_csv", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>from_csv</c>.</summary>
    public static Column FromCsv(Column column1, Column column2, Column column3) => Firesteel.Column.Call("from_csv", column1.Named, column2.Expression, column3.Named);

    /// <summary>The SQL function <c>from_json</c>.</summary>
    public static Column FromJson(Column column1, Column column2) => Firesteel.Column.Call("from_json", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>from_json</c>.</summary>
    public static Column FromJson(Column column1, Column column2, Column column3) => Firesteel.Column.Call("from_json", column1.Named, column2.Expression, column3.Named);

    /// <summary>The SQL function <c>from_unixtime</c>.</summary>
    public static Column FromUnixTime(Column column) => Firesteel.Column.Call("from_unixtime", column.Named);

    /// <summary>The SQL function <c>from_unixtime</c>.</summary>
    public static Column FromUnixTime(Column column1, Column column2) => Firesteel.Column.Call("from_unixtime", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>from_utc_timestamp</c>.</summary>
    public static Column FromUtcTimestamp(Column column1, Column column2) => Firesteel.Column.Call("from_utc_timestamp", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>from_xml</c>.</summary>
    public static Column FromXml(Column column1, Column column2) => Firesteel.Column.Call("from_xml", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>from_xml</c>.</summary>
    public static Column FromXml(Column column1, Column column2, Column column3) => Firesteel.Column.Call("from_xml", column1.Named, column2.Expression, column3.Named);

    /// <summary>The SQL function <c>get</c>.</summary>
    public static Column Get(Column column1, Column column2) => Firesteel.Column.Call("get", column1.Named, column2.Named);

    /// <summary>The SQL function <c>get_json_object</c>.</summary>
    public static Column GetJsonObject(Column column1, Column column2) => Firesteel.Column.Call("get_json_object", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>getbit</c>.</summary>
    public static Column Getbit(Column column1, Column column2) => Firesteel.Column.Call("getbit", column1.Named, column2.Named);

    /// <summary>The SQL function <c>greatest</c>.</summary>
    public static Column Greatest(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("greatest", [column1.Named, column2.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>hash</c>.</summary>
    public static Column Hash(Column column, params Column[] columns) => Firesteel.Column.Call("hash", [column.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>hex</c>.</summary>
    public static Column Hex(Column column) => Firesteel.Column.Call("hex", column.Named);

    /// <summary>The SQL function <c>histogram_numeric</c>.</summary>
    public static Column HistogramNumeric(Column column1, Column column2) => Firesteel.Column.Call("histogram_numeric", column1.Named, column2.Named);

    /// <summary>The SQL function <c>hll_sketch_agg</c>.</summary>
    public static Column HllSketchAgg(Column column) => Firesteel.Column.Call("hll_sketch_agg", column.Named);

    /// <summary>The SQL function <c>hll_sketch_agg</c>.</summary>
    public static Column HllSketchAgg(Column column1, Column column2) => Firesteel.Column.Call("hll_sketch_agg", column1.Named, column2.Named);

    /// <summary>The SQL function <c>hll_sketch_estimate</c>.</summary>
    public static Column HllSketchEstimate(Column column) => Firesteel.Column.Call("hll_sketch_estimate", column.Named);

    /// <summary>The SQL function <c>hll_union</c>.</summary>
    public static Column HllUnion(Column column1, Column column2) => Firesteel.Column.Call("hll_union", column1.Named, column2.Named);

    /// <summary>The SQL function <c>hll_union</c>.</summary>
    public static Column HllUnion(Column column1, Column column2, Column column3) => Firesteel.Column.Call("hll_union", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>hll_union_agg</c>.</summary>
    public static Column HllUnionAgg(Column column) => Firesteel.Column.Call("hll_union_agg", column.Named);

    /// <summary>The SQL function <c>hll_union_agg</c>.</summary>
    public static Column HllUnionAgg(Column column1, Column column2) => Firesteel.Column.Call("hll_union_agg", column1.Named, column2.Named);

    /// <summary>The SQL function <c>hmac</c>.</summary>
    public static Column Hmac(Column column1, Column column2) => Firesteel.Column.Call("hmac", column1.Named, column2.Named);

    /// <summary>The SQL function <c>hmac</c>.</summary>
    public static Column Hmac(Column column1, Column column2, Column column3) => Firesteel.Column.Call("hmac", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>hour</c>.</summary>
    public static Column Hour(Column column) => Firesteel.Column.Call("hour", column.Named);

    /// <summary>The SQL function <c>hypot</c>.</summary>
    public static Column Hypot(Column column1, Column column2) => Firesteel.Column.Call("hypot", column1.Named, column2.Named);

    /// <summary>The SQL function <c>ifnull</c>.</summary>
    public static Column IfNull(Column column1, Column column2) => Firesteel.Column.Call("ifnull", column1.Named, column2.Named);

    /// <summary>The SQL function <c>ilike</c>.</summary>
    public static Column ILike(Column column1, Column column2) => Firesteel.Column.Call("ilike", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>ilike</c>.</summary>
    public static Column ILike(Column column1, Column column2, Column column3) => Firesteel.Column.Call("ilike", column1.Named, column2.Expression, column3.Expression);

    /// <summary>The SQL function <c>initcap</c>.</summary>
    public static Column InitCap(Column column) => Firesteel.Column.Call("initcap", column.Named);

    /// <summary>The SQL function <c>inline</c>.</summary>
    public static Column Inline(Column input) => Firesteel.Column.Call("inline", input.Named);

    /// <summary>The SQL function <c>inline_outer</c>.</summary>
    public static Column InlineOuter(Column input) => Firesteel.Column.Call("inline_outer", input.Named);

    /// <summary>The SQL function <c>input_file_block_length</c>.</summary>
    public static Column InputFileBlockLength() => Firesteel.Column.Call("input_file_block_length");

    /// <summary>The SQL function <c>input_file_block_start</c>.</summary>
    public static Column InputFileBlockStart() => Firesteel.Column.Call("input_file_block_start");

    /// <summary>The SQL function <c>input_file_name</c>.</summary>
    public static Column InputFileName() => Firesteel.Column.Call("input_file_name");

    /// <summary>The SQL function <c>instr</c>.</summary>
    public static Column Instr(Column column1, Column column2) => Firesteel.Column.Call("instr", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>instr</c>.</summary>
    public static Column Instr(Column column1, Column column2, Column column3) => Firesteel.Column.Call("instr", column1.Named, column2.Expression, column3.Named);

    /// <summary>The SQL function <c>instr</c>.</summary>
    public static Column Instr(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("instr", column1.Named, column2.Expression, column3.Named, column4.Named);

    /// <summary>The SQL function <c>is_valid_utf8</c>.</summary>
    public static Column IsValidUtf8(Column column) => Firesteel.Column.Call("is_valid_utf8", column.Named);

    /// <summary>The SQL function <c>is_valid_variant</c>.</summary>
    public static Column IsValidVariant(Column column) => Firesteel.Column.Call("is_valid_variant", column.Named);

    /// <summary>The SQL function <c>is_variant_null</c>.</summary>
    public static Column IsVariantNull(Column column) => Firesteel.Column.Call("is_variant_null", column.Named);

    /// <summary>The SQL function <c>isnan</c>.</summary>
    public static Column IsNaN(Column column) => Firesteel.Column.Call("isnan", column.Named);

    /// <summary>The SQL function <c>isnotnull</c>.</summary>
    public static Column IsNotNull(Column column) => Firesteel.Column.Call("isnotnull", column.Named);

    /// <summary>The SQL function <c>isnull</c>.</summary>
    public static Column IsNull(Column column) => Firesteel.Column.Call("isnull", column.Named);

    /// <summary>The SQL function <c>jaro_winkler_similarity</c>.</summary>
    public static Column JaroWinklerSimilarity(Column column1, Column column2) => Firesteel.Column.Call("jaro_winkler_similarity", column1.Named, column2.Named);

    /// <summary>The SQL function <c>java_method</c>.</summary>
    public static Column JavaMethod(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("java_method", [column1.Named, column2.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>json_array_length</c>.</summary>
    public static Column JsonArrayLength(Column column) => Firesteel.Column.Call("json_array_length", column.Named);

    /// <summary>The SQL function <c>json_object_keys</c>.</summary>
    public static Column JsonObjectKeys(Column column) => Firesteel.Column.Call("json_object_keys", column.Named);

    /// <summary>The SQL function <c>json_tuple</c>.</summary>
    public static Column JsonTuple(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("json_tuple", [column1.Named, column2.Expression, .. columns.Select(c => c.Expression)]);

    /// <summary>The SQL function <c>kll_merge_agg_bigint</c>.</summary>
    public static Column KllMergeAggBigint(Column column) => Firesteel.Column.Call("kll_merge_agg_bigint", column.Named);

    /// <summary>The SQL function <c>kll_merge_agg_bigint</c>.</summary>
    public static Column KllMergeAggBigint(Column column1, Column column2) => Firesteel.Column.Call("kll_merge_agg_bigint", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_merge_agg_double</c>.</summary>
    public static Column KllMergeAggDouble(Column column) => Firesteel.Column.Call("kll_merge_agg_double", column.Named);

    /// <summary>The SQL function <c>kll_merge_agg_double</c>.</summary>
    public static Column KllMergeAggDouble(Column column1, Column column2) => Firesteel.Column.Call("kll_merge_agg_double", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_merge_agg_float</c>.</summary>
    public static Column KllMergeAggFloat(Column column) => Firesteel.Column.Call("kll_merge_agg_float", column.Named);

    /// <summary>The SQL function <c>kll_merge_agg_float</c>.</summary>
    public static Column KllMergeAggFloat(Column column1, Column column2) => Firesteel.Column.Call("kll_merge_agg_float", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_agg_bigint</c>.</summary>
    public static Column KllSketchAggBigint(Column column) => Firesteel.Column.Call("kll_sketch_agg_bigint", column.Named);

    /// <summary>The SQL function <c>kll_sketch_agg_bigint</c>.</summary>
    public static Column KllSketchAggBigint(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_agg_bigint", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_agg_double</c>.</summary>
    public static Column KllSketchAggDouble(Column column) => Firesteel.Column.Call("kll_sketch_agg_double", column.Named);

    /// <summary>The SQL function <c>kll_sketch_agg_double</c>.</summary>
    public static Column KllSketchAggDouble(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_agg_double", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_agg_float</c>.</summary>
    public static Column KllSketchAggFloat(Column column) => Firesteel.Column.Call("kll_sketch_agg_float", column.Named);

    /// <summary>The SQL function <c>kll_sketch_agg_float</c>.</summary>
    public static Column KllSketchAggFloat(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_agg_float", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_get_n_bigint</c>.</summary>
    public static Column KllSketchGetNBigint(Column column) => Firesteel.Column.Call("kll_sketch_get_n_bigint", column.Named);

    /// <summary>The SQL function <c>kll_sketch_get_n_double</c>.</summary>
    public static Column KllSketchGetNDouble(Column column) => Firesteel.Column.Call("kll_sketch_get_n_double", column.Named);

    /// <summary>The SQL function <c>kll_sketch_get_n_float</c>.</summary>
    public static Column KllSketchGetNFloat(Column column) => Firesteel.Column.Call("kll_sketch_get_n_float", column.Named);

    /// <summary>The SQL function <c>kll_sketch_get_quantile_bigint</c>.</summary>
    public static Column KllSketchGetQuantileBigint(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_get_quantile_bigint", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_get_quantile_double</c>.</summary>
    public static Column KllSketchGetQuantileDouble(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_get_quantile_double", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_get_quantile_float</c>.</summary>
    public static Column KllSketchGetQuantileFloat(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_get_quantile_float", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_get_rank_bigint</c>.</summary>
    public static Column KllSketchGetRankBigint(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_get_rank_bigint", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_get_rank_double</c>.</summary>
    public static Column KllSketchGetRankDouble(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_get_rank_double", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_get_rank_float</c>.</summary>
    public static Column KllSketchGetRankFloat(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_get_rank_float", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_merge_bigint</c>.</summary>
    public static Column KllSketchMergeBigint(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_merge_bigint", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_merge_double</c>.</summary>
    public static Column KllSketchMergeDouble(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_merge_double", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_merge_float</c>.</summary>
    public static Column KllSketchMergeFloat(Column column1, Column column2) => Firesteel.Column.Call("kll_sketch_merge_float", column1.Named, column2.Named);

    /// <summary>The SQL function <c>kll_sketch_to_string_bigint</c>.</summary>
    public static Column KllSketchToStringBigint(Column column) => Firesteel.Column.Call("kll_sketch_to_string_bigint", column.Named);

    /// <summary>The SQL function <c>kll_sketch_to_string_double</c>.</summary>
    public static Column KllSketchToStringDouble(Column column) => Firesteel.Column.Call("kll_sketch_to_string_double", column.Named);

    /// <summary>The SQL function <c>kll_sketch_to_string_float</c>.</summary>
    public static Column KllSketchToStringFloat(Column column) => Firesteel.Column.Call("kll_sketch_to_string_float", column.Named);

    /// <summary>The SQL function <c>kurtosis</c>.</summary>
    public static Column Kurtosis(Column column) => Firesteel.Column.Call("kurtosis", column.Named);

    /// <summary>The SQL function <c>last_day</c>.</summary>
    public static Column LastDay(Column column) => Firesteel.Column.Call("last_day", column.Named);

    /// <summary>The SQL function <c>lcase</c>.</summary>
    public static Column Lcase(Column column) => Firesteel.Column.Call("lcase", column.Named);

    /// <summary>The SQL function <c>least</c>.</summary>
    public static Column Least(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("least", [column1.Named, column2.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>left</c>.</summary>
    public static Column Left(Column column1, Column column2) => Firesteel.Column.Call("left", column1.Named, column2.Named);

    /// <summary>The SQL function <c>len</c>.</summary>
    public static Column Len(Column column) => Firesteel.Column.Call("len", column.Named);

    /// <summary>The SQL function <c>length</c>.</summary>
    public static Column Length(Column column) => Firesteel.Column.Call("length", column.Named);

    /// <summary>The SQL function <c>levenshtein</c>.</summary>
    public static Column Levenshtein(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("levenshtein", [column1.Named, column2.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>like</c>.</summary>
    public static Column Like(Column column1, Column column2) => Firesteel.Column.Call("like", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>like</c>.</summary>
    public static Column Like(Column column1, Column column2, Column column3) => Firesteel.Column.Call("like", column1.Named, column2.Expression, column3.Expression);

    /// <summary>The SQL function <c>listagg</c>.</summary>
    public static Column ListAgg(Column column) => Firesteel.Column.Call("listagg", column.Named);

    /// <summary>The SQL function <c>listagg</c>.</summary>
    public static Column ListAgg(Column column1, Column column2) => Firesteel.Column.Call("listagg", column1.Named, column2.Named);

    /// <summary>The SQL function <c>ln</c>.</summary>
    public static Column Ln(Column column) => Firesteel.Column.Call("ln", column.Named);

    /// <summary>The SQL function <c>localtime</c>.</summary>
    public static Column Localtime() => Firesteel.Column.Call("localtime");

    /// <summary>The SQL function <c>localtime</c>.</summary>
    public static Column Localtime(Column column) => Firesteel.Column.Call("localtime", column.Named);

    /// <summary>The SQL function <c>localtimestamp</c>.</summary>
    public static Column LocalTimestamp() => Firesteel.Column.Call("localtimestamp");

    /// <summary>The SQL function <c>localtimestamp</c>.</summary>
    public static Column LocalTimestamp(Column column) => Firesteel.Column.Call("localtimestamp", column.Named);

    /// <summary>The SQL function <c>locate</c>.</summary>
    public static Column Locate(Column column1, Column column2) => Firesteel.Column.Call("locate", column1.Expression, column2.Named);

    /// <summary>The SQL function <c>locate</c>.</summary>
    public static Column Locate(Column column1, Column column2, Column column3) => Firesteel.Column.Call("locate", column1.Expression, column2.Named, column3.Named);

    /// <summary>The SQL function <c>log</c>.</summary>
    public static Column Log(Column column) => Firesteel.Column.Call("log", column.Named);

    /// <summary>The SQL function <c>log</c>.</summary>
    public static Column Log(Column column1, Column column2) => Firesteel.Column.Call("log", column1.Named, column2.Named);

    /// <summary>The SQL function <c>log10</c>.</summary>
    public static Column Log10(Column column) => Firesteel.Column.Call("log10", column.Named);

    /// <summary>The SQL function <c>log1p</c>.</summary>
    public static Column Log1p(Column column) => Firesteel.Column.Call("log1p", column.Named);

    /// <summary>The SQL function <c>log2</c>.</summary>
    public static Column Log2(Column column) => Firesteel.Column.Call("log2", column.Named);

    /// <summary>The SQL function <c>lower</c>.</summary>
    public static Column Lower(Column column) => Firesteel.Column.Call("lower", column.Named);

    /// <summary>The SQL function <c>lpad</c>.</summary>
    public static Column Lpad(Column column1, Column column2) => Firesteel.Column.Call("lpad", column1.Named, column2.Named);

    /// <summary>The SQL function <c>lpad</c>.</summary>
    public static Column Lpad(Column column1, Column column2, Column column3) => Firesteel.Column.Call("lpad", column1.Named, column2.Named, column3.Expression);

    /// <summary>The SQL function <c>ltrim</c>.</summary>
    public static Column Ltrim(Column column) => Firesteel.Column.Call("ltrim", column.Named);

    /// <summary>The SQL function <c>ltrim</c>.</summary>
    public static Column Ltrim(Column column1, Column column2) => Firesteel.Column.Call("ltrim", column1.Named, column2.Named);

    /// <summary>The SQL function <c>luhn_check</c>.</summary>
    public static Column LuhnCheck(Column column) => Firesteel.Column.Call("luhn_check", column.Named);

    /// <summary>The SQL function <c>make_date</c>.</summary>
    public static Column MakeDate(Column column1, Column column2, Column column3) => Firesteel.Column.Call("make_date", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>make_dt_interval</c>.</summary>
    public static Column MakeDtInterval() => Firesteel.Column.Call("make_dt_interval");

    /// <summary>The SQL function <c>make_dt_interval</c>.</summary>
    public static Column MakeDtInterval(Column column) => Firesteel.Column.Call("make_dt_interval", column.Named);

    /// <summary>The SQL function <c>make_dt_interval</c>.</summary>
    public static Column MakeDtInterval(Column column1, Column column2) => Firesteel.Column.Call("make_dt_interval", column1.Named, column2.Named);

    /// <summary>The SQL function <c>make_dt_interval</c>.</summary>
    public static Column MakeDtInterval(Column column1, Column column2, Column column3) => Firesteel.Column.Call("make_dt_interval", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>make_dt_interval</c>.</summary>
    public static Column MakeDtInterval(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("make_dt_interval", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>make_interval</c>.</summary>
    public static Column MakeInterval() => Firesteel.Column.Call("make_interval");

    /// <summary>The SQL function <c>make_interval</c>.</summary>
    public static Column MakeInterval(Column column) => Firesteel.Column.Call("make_interval", column.Named);

    /// <summary>The SQL function <c>make_interval</c>.</summary>
    public static Column MakeInterval(Column column1, Column column2) => Firesteel.Column.Call("make_interval", column1.Named, column2.Named);

    /// <summary>The SQL function <c>make_interval</c>.</summary>
    public static Column MakeInterval(Column column1, Column column2, Column column3) => Firesteel.Column.Call("make_interval", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>make_interval</c>.</summary>
    public static Column MakeInterval(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("make_interval", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>make_interval</c>.</summary>
    public static Column MakeInterval(Column column1, Column column2, Column column3, Column column4, Column column5) => Firesteel.Column.Call("make_interval", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named);

    /// <summary>The SQL function <c>make_interval</c>.</summary>
    public static Column MakeInterval(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("make_interval", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>make_interval</c>.</summary>
    public static Column MakeInterval(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6, Column column7) => Firesteel.Column.Call("make_interval", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named, column7.Named);

    /// <summary>The SQL function <c>make_time</c>.</summary>
    public static Column MakeTime(Column column1, Column column2, Column column3) => Firesteel.Column.Call("make_time", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>make_timestamp</c>.</summary>
    public static Column MakeTimestamp(Column column) => Firesteel.Column.Call("make_timestamp", column.Named);

    /// <summary>The SQL function <c>make_timestamp</c>.</summary>
    public static Column MakeTimestamp(Column column1, Column column2) => Firesteel.Column.Call("make_timestamp", column1.Named, column2.Named);

    /// <summary>The SQL function <c>make_timestamp</c>.</summary>
    public static Column MakeTimestamp(Column column1, Column column2, Column column3) => Firesteel.Column.Call("make_timestamp", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>make_timestamp</c>.</summary>
    public static Column MakeTimestamp(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("make_timestamp", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>make_timestamp</c>.</summary>
    public static Column MakeTimestamp(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6, Column column7) => Firesteel.Column.Call("make_timestamp", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named, column7.Named);

    /// <summary>The SQL function <c>make_timestamp_ltz</c>.</summary>
    public static Column MakeTimestampLtz(Column column) => Firesteel.Column.Call("make_timestamp_ltz", column.Named);

    /// <summary>The SQL function <c>make_timestamp_ltz</c>.</summary>
    public static Column MakeTimestampLtz(Column column1, Column column2) => Firesteel.Column.Call("make_timestamp_ltz", column1.Named, column2.Named);

    /// <summary>The SQL function <c>make_timestamp_ltz</c>.</summary>
    public static Column MakeTimestampLtz(Column column1, Column column2, Column column3) => Firesteel.Column.Call("make_timestamp_ltz", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>make_timestamp_ltz</c>.</summary>
    public static Column MakeTimestampLtz(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("make_timestamp_ltz", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>make_timestamp_ltz</c>.</summary>
    public static Column MakeTimestampLtz(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6, Column column7) => Firesteel.Column.Call("make_timestamp_ltz", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named, column7.Named);

    /// <summary>The SQL function <c>make_timestamp_ntz</c>.</summary>
    public static Column MakeTimestampNtz(Column column) => Firesteel.Column.Call("make_timestamp_ntz", column.Named);

    /// <summary>The SQL function <c>make_timestamp_ntz</c>.</summary>
    public static Column MakeTimestampNtz(Column column1, Column column2) => Firesteel.Column.Call("make_timestamp_ntz", column1.Named, column2.Named);

    /// <summary>The SQL function <c>make_timestamp_ntz</c>.</summary>
    public static Column MakeTimestampNtz(Column column1, Column column2, Column column3) => Firesteel.Column.Call("make_timestamp_ntz", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>make_timestamp_ntz</c>.</summary>
    public static Column MakeTimestampNtz(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("make_timestamp_ntz", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>make_timestamp_ntz</c>.</summary>
    public static Column MakeTimestampNtz(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6, Column column7) => Firesteel.Column.Call("make_timestamp_ntz", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named, column7.Named);

    /// <summary>The SQL function <c>make_valid_utf8</c>.</summary>
    public static Column MakeValidUtf8(Column column) => Firesteel.Column.Call("make_valid_utf8", column.Named);

    /// <summary>The SQL function <c>make_ym_interval</c>.</summary>
    public static Column MakeYmInterval() => Firesteel.Column.Call("make_ym_interval");

    /// <summary>The SQL function <c>make_ym_interval</c>.</summary>
    public static Column MakeYmInterval(Column column) => Firesteel.Column.Call("make_ym_interval", column.Named);

    /// <summary>The SQL function <c>make_ym_interval</c>.</summary>
    public static Column MakeYmInterval(Column column1, Column column2) => Firesteel.Column.Call("make_ym_interval", column1.Named, column2.Named);

    /// <summary>The SQL function <c>map</c>.</summary>
    public static Column Map() => Firesteel.Column.Call("map");

    /// <summary>The SQL function <c>map</c>.</summary>
    public static Column Map(Column column1, Column column2) => Firesteel.Column.Call("map", column1.Named, column2.Named);

    /// <summary>The SQL function <c>map</c>.</summary>
    public static Column Map(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("map", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>map</c>.</summary>
    public static Column Map(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("map", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>map</c>.</summary>
    public static Column Map(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6, Column column7, Column column8) => Firesteel.Column.Call("map", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named, column7.Named, column8.Named);

    /// <summary>The SQL function <c>map_concat</c>.</summary>
    public static Column MapConcat(params Column[] columns) => Firesteel.Column.Call("map_concat", [.. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>map_contains_key</c>.</summary>
    public static Column MapContainsKey(Column column1, Column column2) => Firesteel.Column.Call("map_contains_key", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>map_entries</c>.</summary>
    public static Column MapEntries(Column column) => Firesteel.Column.Call("map_entries", column.Named);

    /// <summary>The SQL function <c>map_from_arrays</c>.</summary>
    public static Column MapFromArrays(Column column1, Column column2) => Firesteel.Column.Call("map_from_arrays", column1.Named, column2.Named);

    /// <summary>The SQL function <c>map_from_entries</c>.</summary>
    public static Column MapFromEntries(Column column) => Firesteel.Column.Call("map_from_entries", column.Named);

    /// <summary>The SQL function <c>map_keys</c>.</summary>
    public static Column MapKeys(Column column) => Firesteel.Column.Call("map_keys", column.Named);

    /// <summary>The SQL function <c>map_values</c>.</summary>
    public static Column MapValues(Column column) => Firesteel.Column.Call("map_values", column.Named);

    /// <summary>The SQL function <c>mask</c>.</summary>
    public static Column Mask(Column str) => Firesteel.Column.Call("mask", str.Named);

    /// <summary>The SQL function <c>mask</c>.</summary>
    public static Column Mask(Column str, Column upperchar) => Firesteel.Column.Call("mask", str.Named, upperchar.Expression);

    /// <summary>The SQL function <c>mask</c>.</summary>
    public static Column Mask(Column str, Column upperchar, Column lowerchar) => Firesteel.Column.Call("mask", str.Named, upperchar.Expression, lowerchar.Expression);

    /// <summary>The SQL function <c>mask</c>.</summary>
    public static Column Mask(Column str, Column upperchar, Column lowerchar, Column digitchar) => Firesteel.Column.Call("mask", str.Named, upperchar.Expression, lowerchar.Expression, digitchar.Expression);

    /// <summary>The SQL function <c>mask</c>.</summary>
    public static Column Mask(Column str, Column upperchar, Column lowerchar, Column digitchar, Column otherchar) => Firesteel.Column.Call("mask", str.Named, upperchar.Expression, lowerchar.Expression, digitchar.Expression, otherchar.Expression);

    /// <summary>The SQL function <c>max</c>.</summary>
    public static Column Max(Column column) => Firesteel.Column.Call("max", column.Named);

    /// <summary>The SQL function <c>max_by</c>.</summary>
    public static Column MaxBy(Column column1, Column column2) => Firesteel.Column.Call("max_by", column1.Named, column2.Named);

    /// <summary>The SQL function <c>max_by</c>.</summary>
    public static Column MaxBy(Column column1, Column column2, Column column3) => Firesteel.Column.Call("max_by", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>md5</c>.</summary>
    public static Column Md5(Column column) => Firesteel.Column.Call("md5", column.Named);

    /// <summary>The SQL function <c>mean</c>.</summary>
    public static Column Mean(Column column) => Firesteel.Column.Call("mean", column.Named);

    /// <summary>The SQL function <c>median</c>.</summary>
    public static Column Median(Column column) => Firesteel.Column.Call("median", column.Named);

    /// <summary>The SQL function <c>min</c>.</summary>
    public static Column Min(Column column) => Firesteel.Column.Call("min", column.Named);

    /// <summary>The SQL function <c>min_by</c>.</summary>
    public static Column MinBy(Column column1, Column column2) => Firesteel.Column.Call("min_by", column1.Named, column2.Named);

    /// <summary>The SQL function <c>min_by</c>.</summary>
    public static Column MinBy(Column column1, Column column2, Column column3) => Firesteel.Column.Call("min_by", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>minute</c>.</summary>
    public static Column Minute(Column column) => Firesteel.Column.Call("minute", column.Named);

    /// <summary>The SQL function <c>mod</c>.</summary>
    public static Column Mod(Column column1, Column column2) => Firesteel.Column.Call("mod", column1.Named, column2.Named);

    /// <summary>The SQL function <c>mode</c>.</summary>
    public static Column Mode(Column column) => Firesteel.Column.Call("mode", column.Named);

    /// <summary>The SQL function <c>mode</c>.</summary>
    public static Column Mode(Column column1, Column column2) => Firesteel.Column.Call("mode", column1.Named, column2.Named);

    /// <summary>The SQL function <c>monotonically_increasing_id</c>.</summary>
    public static Column MonotonicallyIncreasingId() => Firesteel.Column.Call("monotonically_increasing_id");

    /// <summary>The SQL function <c>month</c>.</summary>
    public static Column Month(Column column) => Firesteel.Column.Call("month", column.Named);

    /// <summary>The SQL function <c>monthname</c>.</summary>
    public static Column MonthName(Column column) => Firesteel.Column.Call("monthname", column.Named);

    /// <summary>The SQL function <c>months_between</c>.</summary>
    public static Column MonthsBetween(Column column1, Column column2) => Firesteel.Column.Call("months_between", column1.Named, column2.Named);

    /// <summary>The SQL function <c>months_between</c>.</summary>
    public static Column MonthsBetween(Column column1, Column column2, Column column3) => Firesteel.Column.Call("months_between", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>named_struct</c>.</summary>
    public static Column NamedStruct(Column column1, Column column2) => Firesteel.Column.Call("named_struct", column1.Named, column2.Named);

    /// <summary>The SQL function <c>named_struct</c>.</summary>
    public static Column NamedStruct(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("named_struct", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>named_struct</c>.</summary>
    public static Column NamedStruct(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("named_struct", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>named_struct</c>.</summary>
    public static Column NamedStruct(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6, Column column7, Column column8) => Firesteel.Column.Call("named_struct", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named, column7.Named, column8.Named);

    /// <summary>The SQL function <c>nanvl</c>.</summary>
    public static Column NaNvl(Column column1, Column column2) => Firesteel.Column.Call("nanvl", column1.Named, column2.Named);

    /// <summary>The SQL function <c>negative</c>.</summary>
    public static Column Negative(Column column) => Firesteel.Column.Call("negative", column.Named);

    /// <summary>The SQL function <c>next_day</c>.</summary>
    public static Column NextDay(Column column1, Column column2) => Firesteel.Column.Call("next_day", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>now</c>.</summary>
    public static Column Now() => Firesteel.Column.Call("now");

    /// <summary>The SQL function <c>now</c>.</summary>
    public static Column Now(Column column) => Firesteel.Column.Call("now", column.Named);

    /// <summary>The SQL function <c>ntile</c>.</summary>
    public static Column Ntile() => Firesteel.Column.Call("ntile");

    /// <summary>The SQL function <c>ntile</c>.</summary>
    public static Column Ntile(Column column) => Firesteel.Column.Call("ntile", column.Named);

    /// <summary>The SQL function <c>nullif</c>.</summary>
    public static Column NullIf(Column column1, Column column2) => Firesteel.Column.Call("nullif", column1.Named, column2.Named);

    /// <summary>The SQL function <c>nullifzero</c>.</summary>
    public static Column NullIfZero(Column column) => Firesteel.Column.Call("nullifzero", column.Named);

    /// <summary>The SQL function <c>nvl</c>.</summary>
    public static Column Nvl(Column column1, Column column2) => Firesteel.Column.Call("nvl", column1.Named, column2.Named);

    /// <summary>The SQL function <c>nvl2</c>.</summary>
    public static Column Nvl2(Column column1, Column column2, Column column3) => Firesteel.Column.Call("nvl2", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>octet_length</c>.</summary>
    public static Column OctetLength(Column column) => Firesteel.Column.Call("octet_length", column.Named);

    /// <summary>The SQL function <c>overlay</c>.</summary>
    public static Column Overlay(Column column1, Column column2, Column column3) => Firesteel.Column.Call("overlay", column1.Named, column2.Expression, column3.Named);

    /// <summary>The SQL function <c>overlay</c>.</summary>
    public static Column Overlay(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("overlay", column1.Named, column2.Expression, column3.Named, column4.Named);

    /// <summary>The SQL function <c>parse_json</c>.</summary>
    public static Column ParseJson(Column column) => Firesteel.Column.Call("parse_json", column.Named);

    /// <summary>The SQL function <c>parse_url</c>.</summary>
    public static Column ParseUrl(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("parse_url", [column1.Named, column2.Expression, .. columns.Select(c => c.Expression)]);

    /// <summary>The SQL function <c>percent_rank</c>.</summary>
    public static Column PercentRank(params Column[] columns) => Firesteel.Column.Call("percent_rank", [.. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>percentile</c>.</summary>
    public static Column Percentile(Column column1, Column column2) => Firesteel.Column.Call("percentile", column1.Named, column2.Named);

    /// <summary>The SQL function <c>percentile</c>.</summary>
    public static Column Percentile(Column column1, Column column2, Column column3) => Firesteel.Column.Call("percentile", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>percentile_approx</c>.</summary>
    public static Column PercentileApprox(Column column1, Column column2) => Firesteel.Column.Call("percentile_approx", column1.Named, column2.Named);

    /// <summary>The SQL function <c>percentile_approx</c>.</summary>
    public static Column PercentileApprox(Column column1, Column column2, Column column3) => Firesteel.Column.Call("percentile_approx", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>percentile_cont</c>.</summary>
    public static Column PercentileCont(Column column) => Firesteel.Column.Call("percentile_cont", column.Named);

    /// <summary>The SQL function <c>percentile_disc</c>.</summary>
    public static Column PercentileDisc(Column column) => Firesteel.Column.Call("percentile_disc", column.Named);

    /// <summary>The SQL function <c>pi</c>.</summary>
    public static Column Pi() => Firesteel.Column.Call("pi");

    /// <summary>The SQL function <c>pmod</c>.</summary>
    public static Column Pmod(Column column1, Column column2) => Firesteel.Column.Call("pmod", column1.Named, column2.Named);

    /// <summary>The SQL function <c>posexplode</c>.</summary>
    public static Column PosExplode(Column collection) => Firesteel.Column.Call("posexplode", collection.Named);

    /// <summary>The SQL function <c>posexplode_outer</c>.</summary>
    public static Column PosExplodeOuter(Column collection) => Firesteel.Column.Call("posexplode_outer", collection.Named);

    /// <summary>The SQL function <c>position</c>.</summary>
    public static Column Position(Column column1, Column column2) => Firesteel.Column.Call("position", column1.Expression, column2.Named);

    /// <summary>The SQL function <c>position</c>.</summary>
    public static Column Position(Column column1, Column column2, Column column3) => Firesteel.Column.Call("position", column1.Expression, column2.Named, column3.Named);

    /// <summary>The SQL function <c>positive</c>.</summary>
    public static Column Positive(Column column) => Firesteel.Column.Call("positive", column.Named);

    /// <summary>The SQL function <c>pow</c>.</summary>
    public static Column Pow(Column column1, Column column2) => Firesteel.Column.Call("pow", column1.Named, column2.Named);

    /// <summary>The SQL function <c>power</c>.</summary>
    public static Column Power(Column column1, Column column2) => Firesteel.Column.Call("power", column1.Named, column2.Named);

    /// <summary>The SQL function <c>printf</c>.</summary>
    public static Column Printf(Column column, params Column[] columns) => Firesteel.Column.Call("printf", [column.Expression, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>quarter</c>.</summary>
    public static Column Quarter(Column column) => Firesteel.Column.Call("quarter", column.Named);

    /// <summary>The SQL function <c>quote</c>.</summary>
    public static Column Quote(Column column) => Firesteel.Column.Call("quote", column.Named);

    /// <summary>The SQL function <c>radians</c>.</summary>
    public static Column Radians(Column column) => Firesteel.Column.Call("radians", column.Named);

    /// <summary>The SQL function <c>raise_error</c>.</summary>
    public static Column RaiseError(Column column) => Firesteel.Column.Call("raise_error", column.Named);

    /// <summary>The SQL function <c>rand</c>.</summary>
    public static Column Rand() => Firesteel.Column.Call("rand");

    /// <summary>The SQL function <c>rand</c>.</summary>
    public static Column Rand(Column column) => Firesteel.Column.Call("rand", column.Named);

    /// <summary>The SQL function <c>randn</c>.</summary>
    public static Column Randn() => Firesteel.Column.Call("randn");

    /// <summary>The SQL function <c>randn</c>.</summary>
    public static Column Randn(Column column) => Firesteel.Column.Call("randn", column.Named);

    /// <summary>The SQL function <c>randstr</c>.</summary>
    public static Column Randstr(Column column) => Firesteel.Column.Call("randstr", column.Named);

    /// <summary>The SQL function <c>randstr</c>.</summary>
    public static Column Randstr(Column column1, Column column2) => Firesteel.Column.Call("randstr", column1.Named, column2.Named);

    /// <summary>The SQL function <c>rank</c>.</summary>
    public static Column Rank(params Column[] columns) => Firesteel.Column.Call("rank", [.. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>reflect</c>.</summary>
    public static Column Reflect(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("reflect", [column1.Named, column2.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>regexp</c>.</summary>
    public static Column Regexp(Column column1, Column column2) => Firesteel.Column.Call("regexp", column1.Named, column2.Named);

    /// <summary>The SQL function <c>regexp_count</c>.</summary>
    public static Column RegexpCount(Column column1, Column column2) => Firesteel.Column.Call("regexp_count", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>regexp_extract</c>.</summary>
    public static Column RegexpExtract(Column column1, Column column2) => Firesteel.Column.Call("regexp_extract", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>regexp_extract</c>.</summary>
    public static Column RegexpExtract(Column column1, Column column2, Column column3) => Firesteel.Column.Call("regexp_extract", column1.Named, column2.Expression, column3.Named);

    /// <summary>The SQL function <c>regexp_extract_all</c>.</summary>
    public static Column RegexpExtractAll(Column column1, Column column2) => Firesteel.Column.Call("regexp_extract_all", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>regexp_extract_all</c>.</summary>
    public static Column RegexpExtractAll(Column column1, Column column2, Column column3) => Firesteel.Column.Call("regexp_extract_all", column1.Named, column2.Expression, column3.Named);

    /// <summary>The SQL function <c>regexp_instr</c>.</summary>
    public static Column RegexpInstr(Column column1, Column column2) => Firesteel.Column.Call("regexp_instr", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>regexp_instr</c>.</summary>
    public static Column RegexpInstr(Column column1, Column column2, Column column3) => Firesteel.Column.Call("regexp_instr", column1.Named, column2.Expression, column3.Named);

    /// <summary>The SQL function <c>regexp_like</c>.</summary>
    public static Column RegexpLike(Column column1, Column column2) => Firesteel.Column.Call("regexp_like", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>regexp_replace</c>.</summary>
    public static Column RegexpReplace(Column column1, Column column2, Column column3) => Firesteel.Column.Call("regexp_replace", column1.Named, column2.Expression, column3.Expression);

    /// <summary>The SQL function <c>regexp_replace</c>.</summary>
    public static Column RegexpReplace(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("regexp_replace", column1.Named, column2.Expression, column3.Expression, column4.Named);

    /// <summary>The SQL function <c>regexp_substr</c>.</summary>
    public static Column RegexpSubstr(Column column1, Column column2) => Firesteel.Column.Call("regexp_substr", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>regr_avgx</c>.</summary>
    public static Column RegrAvgx(Column column1, Column column2) => Firesteel.Column.Call("regr_avgx", column1.Named, column2.Named);

    /// <summary>The SQL function <c>regr_avgy</c>.</summary>
    public static Column RegrAvgy(Column column1, Column column2) => Firesteel.Column.Call("regr_avgy", column1.Named, column2.Named);

    /// <summary>The SQL function <c>regr_count</c>.</summary>
    public static Column RegrCount(Column column1, Column column2) => Firesteel.Column.Call("regr_count", column1.Named, column2.Named);

    /// <summary>The SQL function <c>regr_intercept</c>.</summary>
    public static Column RegrIntercept(Column column1, Column column2) => Firesteel.Column.Call("regr_intercept", column1.Named, column2.Named);

    /// <summary>The SQL function <c>regr_r2</c>.</summary>
    public static Column RegrR2(Column column1, Column column2) => Firesteel.Column.Call("regr_r2", column1.Named, column2.Named);

    /// <summary>The SQL function <c>regr_slope</c>.</summary>
    public static Column RegrSlope(Column column1, Column column2) => Firesteel.Column.Call("regr_slope", column1.Named, column2.Named);

    /// <summary>The SQL function <c>regr_sxx</c>.</summary>
    public static Column RegrSxx(Column column1, Column column2) => Firesteel.Column.Call("regr_sxx", column1.Named, column2.Named);

    /// <summary>The SQL function <c>regr_sxy</c>.</summary>
    public static Column RegrSxy(Column column1, Column column2) => Firesteel.Column.Call("regr_sxy", column1.Named, column2.Named);

    /// <summary>The SQL function <c>regr_syy</c>.</summary>
    public static Column RegrSyy(Column column1, Column column2) => Firesteel.Column.Call("regr_syy", column1.Named, column2.Named);

    /// <summary>The SQL function <c>repeat</c>.</summary>
    public static Column Repeat(Column column1, Column column2) => Firesteel.Column.Call("repeat", column1.Named, column2.Named);

    /// <summary>The SQL function <c>replace</c>.</summary>
    public static Column Replace(Column column1, Column column2) => Firesteel.Column.Call("replace", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>replace</c>.</summary>
    public static Column Replace(Column column1, Column column2, Column column3) => Firesteel.Column.Call("replace", column1.Named, column2.Expression, column3.Expression);

    /// <summary>The SQL function <c>reverse</c>.</summary>
    public static Column Reverse(Column column) => Firesteel.Column.Call("reverse", column.Named);

    /// <summary>The SQL function <c>right</c>.</summary>
    public static Column Right(Column column1, Column column2) => Firesteel.Column.Call("right", column1.Named, column2.Named);

    /// <summary>The SQL function <c>rint</c>.</summary>
    public static Column Rint(Column column) => Firesteel.Column.Call("rint", column.Named);

    /// <summary>The SQL function <c>rlike</c>.</summary>
    public static Column RLike(Column column1, Column column2) => Firesteel.Column.Call("rlike", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>round</c>.</summary>
    public static Column Round(Column column) => Firesteel.Column.Call("round", column.Named);

    /// <summary>The SQL function <c>round</c>.</summary>
    public static Column Round(Column column1, Column column2) => Firesteel.Column.Call("round", column1.Named, column2.Named);

    /// <summary>The SQL function <c>row_number</c>.</summary>
    public static Column RowNumber() => Firesteel.Column.Call("row_number");

    /// <summary>The SQL function <c>rpad</c>.</summary>
    public static Column Rpad(Column column1, Column column2) => Firesteel.Column.Call("rpad", column1.Named, column2.Named);

    /// <summary>The SQL function <c>rpad</c>.</summary>
    public static Column Rpad(Column column1, Column column2, Column column3) => Firesteel.Column.Call("rpad", column1.Named, column2.Named, column3.Expression);

    /// <summary>The SQL function <c>rtrim</c>.</summary>
    public static Column Rtrim(Column column) => Firesteel.Column.Call("rtrim", column.Named);

    /// <summary>The SQL function <c>rtrim</c>.</summary>
    public static Column Rtrim(Column column1, Column column2) => Firesteel.Column.Call("rtrim", column1.Named, column2.Named);

    /// <summary>The SQL function <c>schema_of_csv</c>.</summary>
    public static Column SchemaOfCsv(Column column) => Firesteel.Column.Call("schema_of_csv", column.Expression);

    /// <summary>The SQL function <c>schema_of_csv</c>.</summary>
    public static Column SchemaOfCsv(Column column1, Column column2) => Firesteel.Column.Call("schema_of_csv", column1.Expression, column2.Named);

    /// <summary>The SQL function <c>schema_of_json</c>.</summary>
    public static Column SchemaOfJson(Column column) => Firesteel.Column.Call("schema_of_json", column.Expression);

    /// <summary>The SQL function <c>schema_of_json</c>.</summary>
    public static Column SchemaOfJson(Column column1, Column column2) => Firesteel.Column.Call("schema_of_json", column1.Expression, column2.Named);

    /// <summary>The SQL function <c>schema_of_variant</c>.</summary>
    public static Column SchemaOfVariant(Column column) => Firesteel.Column.Call("schema_of_variant", column.Named);

    /// <summary>The SQL function <c>schema_of_variant_agg</c>.</summary>
    public static Column SchemaOfVariantAgg(Column column) => Firesteel.Column.Call("schema_of_variant_agg", column.Named);

    /// <summary>The SQL function <c>schema_of_xml</c>.</summary>
    public static Column SchemaOfXml(Column column) => Firesteel.Column.Call("schema_of_xml", column.Expression);

    /// <summary>The SQL function <c>schema_of_xml</c>.</summary>
    public static Column SchemaOfXml(Column column1, Column column2) => Firesteel.Column.Call("schema_of_xml", column1.Expression, column2.Named);

    /// <summary>The SQL function <c>sec</c>.</summary>
    public static Column Sec(Column column) => Firesteel.Column.Call("sec", column.Named);

    /// <summary>The SQL function <c>second</c>.</summary>
    public static Column Second(Column column) => Firesteel.Column.Call("second", column.Named);

    /// <summary>The SQL function <c>sentences</c>.</summary>
    public static Column Sentences(Column column) => Firesteel.Column.Call("sentences", column.Named);

    /// <summary>The SQL function <c>sentences</c>.</summary>
    public static Column Sentences(Column column1, Column column2) => Firesteel.Column.Call("sentences", column1.Named, column2.Named);

    /// <summary>The SQL function <c>sentences</c>.</summary>
    public static Column Sentences(Column column1, Column column2, Column column3) => Firesteel.Column.Call("sentences", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>sequence</c>.</summary>
    public static Column Sequence(Column column1, Column column2) => Firesteel.Column.Call("sequence", column1.Named, column2.Named);

    /// <summary>The SQL function <c>sequence</c>.</summary>
    public static Column Sequence(Column column1, Column column2, Column column3) => Firesteel.Column.Call("sequence", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>session_user</c>.</summary>
    public static Column SessionUser() => Firesteel.Column.Call("session_user");

    /// <summary>The SQL function <c>session_window</c>.</summary>
    public static Column SessionWindow(Column column1, Column column2) => Firesteel.Column.Call("session_window", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>sha</c>.</summary>
    public static Column Sha(Column column) => Firesteel.Column.Call("sha", column.Named);

    /// <summary>The SQL function <c>sha1</c>.</summary>
    public static Column Sha1(Column column) => Firesteel.Column.Call("sha1", column.Named);

    /// <summary>The SQL function <c>sha2</c>.</summary>
    public static Column Sha2(Column column1, Column column2) => Firesteel.Column.Call("sha2", column1.Named, column2.Named);

    /// <summary>The SQL function <c>shiftleft</c>.</summary>
    public static Column Shiftleft(Column column1, Column column2) => Firesteel.Column.Call("shiftleft", column1.Named, column2.Named);

    /// <summary>The SQL function <c>shiftright</c>.</summary>
    public static Column Shiftright(Column column1, Column column2) => Firesteel.Column.Call("shiftright", column1.Named, column2.Named);

    /// <summary>The SQL function <c>shiftrightunsigned</c>.</summary>
    public static Column Shiftrightunsigned(Column column1, Column column2) => Firesteel.Column.Call("shiftrightunsigned", column1.Named, column2.Named);

    /// <summary>The SQL function <c>shuffle</c>.</summary>
    public static Column Shuffle(Column column, params Column[] columns) => Firesteel.Column.Call("shuffle", [column.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>sign</c>.</summary>
    public static Column Sign(Column column) => Firesteel.Column.Call("sign", column.Named);

    /// <summary>The SQL function <c>signum</c>.</summary>
    public static Column Signum(Column column) => Firesteel.Column.Call("signum", column.Named);

    /// <summary>The SQL function <c>sin</c>.</summary>
    public static Column Sin(Column column) => Firesteel.Column.Call("sin", column.Named);

    /// <summary>The SQL function <c>sinh</c>.</summary>
    public static Column Sinh(Column column) => Firesteel.Column.Call("sinh", column.Named);

    /// <summary>The SQL function <c>size</c>.</summary>
    public static Column Size(Column column) => Firesteel.Column.Call("size", column.Named);

    /// <summary>The SQL function <c>skewness</c>.</summary>
    public static Column Skewness(Column column) => Firesteel.Column.Call("skewness", column.Named);

    /// <summary>The SQL function <c>slice</c>.</summary>
    public static Column Slice(Column column1, Column column2, Column column3) => Firesteel.Column.Call("slice", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>some</c>.</summary>
    public static Column Some(Column column) => Firesteel.Column.Call("some", column.Named);

    /// <summary>The SQL function <c>sort_array</c>.</summary>
    public static Column SortArray(Column column) => Firesteel.Column.Call("sort_array", column.Named);

    /// <summary>The SQL function <c>sort_array</c>.</summary>
    public static Column SortArray(Column column1, Column column2) => Firesteel.Column.Call("sort_array", column1.Named, column2.Named);

    /// <summary>The SQL function <c>soundex</c>.</summary>
    public static Column Soundex(Column column) => Firesteel.Column.Call("soundex", column.Named);

    /// <summary>The SQL function <c>space</c>.</summary>
    public static Column Space(Column column) => Firesteel.Column.Call("space", column.Named);

    /// <summary>The SQL function <c>spark_partition_id</c>.</summary>
    public static Column SparkPartitionId() => Firesteel.Column.Call("spark_partition_id");

    /// <summary>The SQL function <c>split</c>.</summary>
    public static Column Split(Column str, Column regex) => Firesteel.Column.Call("split", str.Named, regex.Expression);

    /// <summary>The SQL function <c>split</c>.</summary>
    public static Column Split(Column str, Column regex, Column limit) => Firesteel.Column.Call("split", str.Named, regex.Expression, limit.Named);

    /// <summary>The SQL function <c>split_part</c>.</summary>
    public static Column SplitPart(Column column1, Column column2, Column column3) => Firesteel.Column.Call("split_part", column1.Named, column2.Expression, column3.Named);

    /// <summary>The SQL function <c>sql_keywords</c>.</summary>
    public static Column SqlKeywords() => Firesteel.Column.Call("sql_keywords");

    /// <summary>The SQL function <c>sqrt</c>.</summary>
    public static Column Sqrt(Column column) => Firesteel.Column.Call("sqrt", column.Named);

    /// <summary>The SQL function <c>stack</c>.</summary>
    public static Column Stack(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("stack", [column1.Named, column2.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>startswith</c>.</summary>
    public static Column StartsWith(Column column1, Column column2) => Firesteel.Column.Call("startswith", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>std</c>.</summary>
    public static Column Std(Column column) => Firesteel.Column.Call("std", column.Named);

    /// <summary>The SQL function <c>stddev</c>.</summary>
    public static Column Stddev(Column column) => Firesteel.Column.Call("stddev", column.Named);

    /// <summary>The SQL function <c>stddev_pop</c>.</summary>
    public static Column StddevPop(Column column) => Firesteel.Column.Call("stddev_pop", column.Named);

    /// <summary>The SQL function <c>stddev_samp</c>.</summary>
    public static Column StddevSamp(Column column) => Firesteel.Column.Call("stddev_samp", column.Named);

    /// <summary>The SQL function <c>str_to_map</c>.</summary>
    public static Column StrToMap(Column column) => Firesteel.Column.Call("str_to_map", column.Named);

    /// <summary>The SQL function <c>str_to_map</c>.</summary>
    public static Column StrToMap(Column column1, Column column2) => Firesteel.Column.Call("str_to_map", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>str_to_map</c>.</summary>
    public static Column StrToMap(Column column1, Column column2, Column column3) => Firesteel.Column.Call("str_to_map", column1.Named, column2.Expression, column3.Expression);

    /// <summary>The SQL function <c>string_agg</c>.</summary>
    public static Column StringAgg(Column column) => Firesteel.Column.Call("string_agg", column.Named);

    /// <summary>The SQL function <c>string_agg</c>.</summary>
    public static Column StringAgg(Column column1, Column column2) => Firesteel.Column.Call("string_agg", column1.Named, column2.Named);

    /// <summary>The SQL function <c>struct</c>.</summary>
    public static Column Struct(params Column[] columns) => Firesteel.Column.Call("struct", [.. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>substr</c>.</summary>
    public static Column Substr(Column str, Column pos) => Firesteel.Column.Call("substr", str.Named, pos.Named);

    /// <summary>The SQL function <c>substr</c>.</summary>
    public static Column Substr(Column str, Column pos, Column len) => Firesteel.Column.Call("substr", str.Named, pos.Named, len.Named);

    /// <summary>The SQL function <c>substring</c>.</summary>
    public static Column Substring(Column str, Column pos) => Firesteel.Column.Call("substring", str.Named, pos.Named);

    /// <summary>The SQL function <c>substring</c>.</summary>
    public static Column Substring(Column str, Column pos, Column len) => Firesteel.Column.Call("substring", str.Named, pos.Named, len.Named);

    /// <summary>The SQL function <c>substring_index</c>.</summary>
    public static Column SubstringIndex(Column column1, Column column2, Column column3) => Firesteel.Column.Call("substring_index", column1.Named, column2.Expression, column3.Named);

    /// <summary>The SQL function <c>sum</c>.</summary>
    public static Column Sum(Column column) => Firesteel.Column.Call("sum", column.Named);

    /// <summary>The SQL function <c>tan</c>.</summary>
    public static Column Tan(Column column) => Firesteel.Column.Call("tan", column.Named);

    /// <summary>The SQL function <c>tanh</c>.</summary>
    public static Column Tanh(Column column) => Firesteel.Column.Call("tanh", column.Named);

    /// <summary>The SQL function <c>theta_difference</c>.</summary>
    public static Column ThetaDifference(Column column1, Column column2) => Firesteel.Column.Call("theta_difference", column1.Named, column2.Named);

    /// <summary>The SQL function <c>theta_intersection</c>.</summary>
    public static Column ThetaIntersection(Column column1, Column column2) => Firesteel.Column.Call("theta_intersection", column1.Named, column2.Named);

    /// <summary>The SQL function <c>theta_intersection_agg</c>.</summary>
    public static Column ThetaIntersectionAgg(Column column) => Firesteel.Column.Call("theta_intersection_agg", column.Named);

    /// <summary>The SQL function <c>theta_sketch_agg</c>.</summary>
    public static Column ThetaSketchAgg(Column column) => Firesteel.Column.Call("theta_sketch_agg", column.Named);

    /// <summary>The SQL function <c>theta_sketch_agg</c>.</summary>
    public static Column ThetaSketchAgg(Column column1, Column column2) => Firesteel.Column.Call("theta_sketch_agg", column1.Named, column2.Named);

    /// <summary>The SQL function <c>theta_sketch_estimate</c>.</summary>
    public static Column ThetaSketchEstimate(Column column) => Firesteel.Column.Call("theta_sketch_estimate", column.Named);

    /// <summary>The SQL function <c>theta_union</c>.</summary>
    public static Column ThetaUnion(Column column1, Column column2) => Firesteel.Column.Call("theta_union", column1.Named, column2.Named);

    /// <summary>The SQL function <c>theta_union</c>.</summary>
    public static Column ThetaUnion(Column column1, Column column2, Column column3) => Firesteel.Column.Call("theta_union", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>theta_union_agg</c>.</summary>
    public static Column ThetaUnionAgg(Column column) => Firesteel.Column.Call("theta_union_agg", column.Named);

    /// <summary>The SQL function <c>theta_union_agg</c>.</summary>
    public static Column ThetaUnionAgg(Column column1, Column column2) => Firesteel.Column.Call("theta_union_agg", column1.Named, column2.Named);

    /// <summary>The SQL function <c>time_bucket</c>.</summary>
    public static Column TimeBucket(Column column1, Column column2) => Firesteel.Column.Call("time_bucket", column1.Named, column2.Named);

    /// <summary>The SQL function <c>time_bucket</c>.</summary>
    public static Column TimeBucket(Column column1, Column column2, Column column3) => Firesteel.Column.Call("time_bucket", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>time_diff</c>.</summary>
    public static Column TimeDiff(Column column1, Column column2, Column column3) => Firesteel.Column.Call("time_diff", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>time_from_micros</c>.</summary>
    public static Column TimeFromMicros(Column column) => Firesteel.Column.Call("time_from_micros", column.Named);

    /// <summary>The SQL function <c>time_from_millis</c>.</summary>
    public static Column TimeFromMillis(Column column) => Firesteel.Column.Call("time_from_millis", column.Named);

    /// <summary>The SQL function <c>time_from_seconds</c>.</summary>
    public static Column TimeFromSeconds(Column column) => Firesteel.Column.Call("time_from_seconds", column.Named);

    /// <summary>The SQL function <c>time_to_micros</c>.</summary>
    public static Column TimeToMicros(Column column) => Firesteel.Column.Call("time_to_micros", column.Named);

    /// <summary>The SQL function <c>time_to_millis</c>.</summary>
    public static Column TimeToMillis(Column column) => Firesteel.Column.Call("time_to_millis", column.Named);

    /// <summary>The SQL function <c>time_to_seconds</c>.</summary>
    public static Column TimeToSeconds(Column column) => Firesteel.Column.Call("time_to_seconds", column.Named);

    /// <summary>The SQL function <c>time_trunc</c>.</summary>
    public static Column TimeTrunc(Column column1, Column column2) => Firesteel.Column.Call("time_trunc", column1.Named, column2.Named);

    /// <summary>The SQL function <c>timestamp_micros</c>.</summary>
    public static Column TimestampMicros(Column column) => Firesteel.Column.Call("timestamp_micros", column.Named);

    /// <summary>The SQL function <c>timestamp_millis</c>.</summary>
    public static Column TimestampMillis(Column column) => Firesteel.Column.Call("timestamp_millis", column.Named);

    /// <summary>The SQL function <c>timestamp_seconds</c>.</summary>
    public static Column TimestampSeconds(Column column) => Firesteel.Column.Call("timestamp_seconds", column.Named);

    /// <summary>The SQL function <c>timestampadd</c>.</summary>
    public static Column Timestampadd(Column column1, Column column2, Column column3) => Firesteel.Column.Call("timestampadd", column1.Expression, column2.Named, column3.Named);

    /// <summary>The SQL function <c>timestampdiff</c>.</summary>
    public static Column Timestampdiff(Column column1, Column column2, Column column3) => Firesteel.Column.Call("timestampdiff", column1.Expression, column2.Named, column3.Named);

    /// <summary>The SQL function <c>to_base32</c>.</summary>
    public static Column ToBase32(Column column) => Firesteel.Column.Call("to_base32", column.Named);

    /// <summary>The SQL function <c>to_binary</c>.</summary>
    public static Column ToBinary(Column column) => Firesteel.Column.Call("to_binary", column.Named);

    /// <summary>The SQL function <c>to_binary</c>.</summary>
    public static Column ToBinary(Column column1, Column column2) => Firesteel.Column.Call("to_binary", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>to_char</c>.</summary>
    public static Column ToChar(Column column1, Column column2) => Firesteel.Column.Call("to_char", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>to_csv</c>.</summary>
    public static Column ToCsv(Column column) => Firesteel.Column.Call("to_csv", column.Named);

    /// <summary>The SQL function <c>to_csv</c>.</summary>
    public static Column ToCsv(Column column1, Column column2) => Firesteel.Column.Call("to_csv", column1.Named, column2.Named);

    /// <summary>The SQL function <c>to_date</c>.</summary>
    public static Column ToDate(Column column) => Firesteel.Column.Call("to_date", column.Named);

    /// <summary>The SQL function <c>to_date</c>.</summary>
    public static Column ToDate(Column column1, Column column2) => Firesteel.Column.Call("to_date", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>to_json</c>.</summary>
    public static Column ToJson(Column column) => Firesteel.Column.Call("to_json", column.Named);

    /// <summary>The SQL function <c>to_json</c>.</summary>
    public static Column ToJson(Column column1, Column column2) => Firesteel.Column.Call("to_json", column1.Named, column2.Named);

    /// <summary>The SQL function <c>to_number</c>.</summary>
    public static Column ToNumber(Column column1, Column column2) => Firesteel.Column.Call("to_number", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>to_time</c>.</summary>
    public static Column ToTime(Column column) => Firesteel.Column.Call("to_time", column.Named);

    /// <summary>The SQL function <c>to_time</c>.</summary>
    public static Column ToTime(Column column1, Column column2) => Firesteel.Column.Call("to_time", column1.Named, column2.Named);

    /// <summary>The SQL function <c>to_timestamp</c>.</summary>
    public static Column ToTimestamp(Column column) => Firesteel.Column.Call("to_timestamp", column.Named);

    /// <summary>The SQL function <c>to_timestamp</c>.</summary>
    public static Column ToTimestamp(Column column1, Column column2) => Firesteel.Column.Call("to_timestamp", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>to_timestamp_ltz</c>.</summary>
    public static Column ToTimestampLtz(Column column) => Firesteel.Column.Call("to_timestamp_ltz", column.Named);

    /// <summary>The SQL function <c>to_timestamp_ltz</c>.</summary>
    public static Column ToTimestampLtz(Column column1, Column column2) => Firesteel.Column.Call("to_timestamp_ltz", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>to_timestamp_ntz</c>.</summary>
    public static Column ToTimestampNtz(Column column) => Firesteel.Column.Call("to_timestamp_ntz", column.Named);

    /// <summary>The SQL function <c>to_timestamp_ntz</c>.</summary>
    public static Column ToTimestampNtz(Column column1, Column column2) => Firesteel.Column.Call("to_timestamp_ntz", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>to_unix_timestamp</c>.</summary>
    public static Column ToUnixTimestamp(Column column) => Firesteel.Column.Call("to_unix_timestamp", column.Named);

    /// <summary>The SQL function <c>to_unix_timestamp</c>.</summary>
    public static Column ToUnixTimestamp(Column column1, Column column2) => Firesteel.Column.Call("to_unix_timestamp", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>to_utc_timestamp</c>.</summary>
    public static Column ToUtcTimestamp(Column column1, Column column2) => Firesteel.Column.Call("to_utc_timestamp", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>to_varchar</c>.</summary>
    public static Column ToVarchar(Column column1, Column column2) => Firesteel.Column.Call("to_varchar", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>to_variant_object</c>.</summary>
    public static Column ToVariantObject(Column column) => Firesteel.Column.Call("to_variant_object", column.Named);

    /// <summary>The SQL function <c>to_xml</c>.</summary>
    public static Column ToXml(Column column) => Firesteel.Column.Call("to_xml", column.Named);

    /// <summary>The SQL function <c>to_xml</c>.</summary>
    public static Column ToXml(Column column1, Column column2) => Firesteel.Column.Call("to_xml", column1.Named, column2.Named);

    /// <summary>The SQL function <c>translate</c>.</summary>
    public static Column Translate(Column column1, Column column2, Column column3) => Firesteel.Column.Call("translate", column1.Named, column2.Expression, column3.Expression);

    /// <summary>The SQL function <c>trim</c>.</summary>
    public static Column Trim(Column column) => Firesteel.Column.Call("trim", column.Named);

    /// <summary>The SQL function <c>trim</c>.</summary>
    public static Column Trim(Column column1, Column column2) => Firesteel.Column.Call("trim", column1.Named, column2.Named);

    /// <summary>The SQL function <c>trunc</c>.</summary>
    public static Column Trunc(Column column1, Column column2) => Firesteel.Column.Call("trunc", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>try_add</c>.</summary>
    public static Column TryAdd(Column column1, Column column2) => Firesteel.Column.Call("try_add", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_aes_decrypt</c>.</summary>
    public static Column TryAesDecrypt(Column column1, Column column2) => Firesteel.Column.Call("try_aes_decrypt", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_aes_decrypt</c>.</summary>
    public static Column TryAesDecrypt(Column column1, Column column2, Column column3) => Firesteel.Column.Call("try_aes_decrypt", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>try_aes_decrypt</c>.</summary>
    public static Column TryAesDecrypt(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("try_aes_decrypt", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>try_aes_decrypt</c>.</summary>
    public static Column TryAesDecrypt(Column column1, Column column2, Column column3, Column column4, Column column5) => Firesteel.Column.Call("try_aes_decrypt", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named);

    /// <summary>The SQL function <c>try_avg</c>.</summary>
    public static Column TryAvg(Column column) => Firesteel.Column.Call("try_avg", column.Named);

    /// <summary>The SQL function <c>try_divide</c>.</summary>
    public static Column TryDivide(Column column1, Column column2) => Firesteel.Column.Call("try_divide", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_element_at</c>.</summary>
    public static Column TryElementAt(Column column1, Column column2) => Firesteel.Column.Call("try_element_at", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>try_make_interval</c>.</summary>
    public static Column TryMakeInterval() => Firesteel.Column.Call("try_make_interval");

    /// <summary>The SQL function <c>try_make_interval</c>.</summary>
    public static Column TryMakeInterval(Column column) => Firesteel.Column.Call("try_make_interval", column.Named);

    /// <summary>The SQL function <c>try_make_interval</c>.</summary>
    public static Column TryMakeInterval(Column column1, Column column2) => Firesteel.Column.Call("try_make_interval", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_make_interval</c>.</summary>
    public static Column TryMakeInterval(Column column1, Column column2, Column column3) => Firesteel.Column.Call("try_make_interval", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>try_make_interval</c>.</summary>
    public static Column TryMakeInterval(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("try_make_interval", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>try_make_interval</c>.</summary>
    public static Column TryMakeInterval(Column column1, Column column2, Column column3, Column column4, Column column5) => Firesteel.Column.Call("try_make_interval", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named);

    /// <summary>The SQL function <c>try_make_interval</c>.</summary>
    public static Column TryMakeInterval(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("try_make_interval", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>try_make_interval</c>.</summary>
    public static Column TryMakeInterval(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6, Column column7) => Firesteel.Column.Call("try_make_interval", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named, column7.Named);

    /// <summary>The SQL function <c>try_make_timestamp</c>.</summary>
    public static Column TryMakeTimestamp(Column column) => Firesteel.Column.Call("try_make_timestamp", column.Named);

    /// <summary>The SQL function <c>try_make_timestamp</c>.</summary>
    public static Column TryMakeTimestamp(Column column1, Column column2) => Firesteel.Column.Call("try_make_timestamp", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_make_timestamp</c>.</summary>
    public static Column TryMakeTimestamp(Column column1, Column column2, Column column3) => Firesteel.Column.Call("try_make_timestamp", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>try_make_timestamp</c>.</summary>
    public static Column TryMakeTimestamp(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("try_make_timestamp", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>try_make_timestamp</c>.</summary>
    public static Column TryMakeTimestamp(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6, Column column7) => Firesteel.Column.Call("try_make_timestamp", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named, column7.Named);

    /// <summary>The SQL function <c>try_make_timestamp_ltz</c>.</summary>
    public static Column TryMakeTimestampLtz(Column column) => Firesteel.Column.Call("try_make_timestamp_ltz", column.Named);

    /// <summary>The SQL function <c>try_make_timestamp_ltz</c>.</summary>
    public static Column TryMakeTimestampLtz(Column column1, Column column2) => Firesteel.Column.Call("try_make_timestamp_ltz", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_make_timestamp_ltz</c>.</summary>
    public static Column TryMakeTimestampLtz(Column column1, Column column2, Column column3) => Firesteel.Column.Call("try_make_timestamp_ltz", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>try_make_timestamp_ltz</c>.</summary>
    public static Column TryMakeTimestampLtz(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("try_make_timestamp_ltz", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>try_make_timestamp_ltz</c>.</summary>
    public static Column TryMakeTimestampLtz(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6, Column column7) => Firesteel.Column.Call("try_make_timestamp_ltz", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named, column7.Named);

    /// <summary>The SQL function <c>try_make_timestamp_ntz</c>.</summary>
    public static Column TryMakeTimestampNtz(Column column) => Firesteel.Column.Call("try_make_timestamp_ntz", column.Named);

    /// <summary>The SQL function <c>try_make_timestamp_ntz</c>.</summary>
    public static Column TryMakeTimestampNtz(Column column1, Column column2) => Firesteel.Column.Call("try_make_timestamp_ntz", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_make_timestamp_ntz</c>.</summary>
    public static Column TryMakeTimestampNtz(Column column1, Column column2, Column column3) => Firesteel.Column.Call("try_make_timestamp_ntz", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>try_make_timestamp_ntz</c>.</summary>
    public static Column TryMakeTimestampNtz(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6) => Firesteel.Column.Call("try_make_timestamp_ntz", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named);

    /// <summary>The SQL function <c>try_make_timestamp_ntz</c>.</summary>
    public static Column TryMakeTimestampNtz(Column column1, Column column2, Column column3, Column column4, Column column5, Column column6, Column column7) => Firesteel.Column.Call("try_make_timestamp_ntz", column1.Named, column2.Named, column3.Named, column4.Named, column5.Named, column6.Named, column7.Named);

    /// <summary>The SQL function <c>try_mod</c>.</summary>
    public static Column TryMod(Column column1, Column column2) => Firesteel.Column.Call("try_mod", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_multiply</c>.</summary>
    public static Column TryMultiply(Column column1, Column column2) => Firesteel.Column.Call("try_multiply", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_parse_json</c>.</summary>
    public static Column TryParseJson(Column column) => Firesteel.Column.Call("try_parse_json", column.Named);

    /// <summary>The SQL function <c>try_parse_url</c>.</summary>
    public static Column TryParseUrl(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("try_parse_url", [column1.Named, column2.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>try_reflect</c>.</summary>
    public static Column TryReflect(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("try_reflect", [column1.Named, column2.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>try_subtract</c>.</summary>
    public static Column TrySubtract(Column column1, Column column2) => Firesteel.Column.Call("try_subtract", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_sum</c>.</summary>
    public static Column TrySum(Column column) => Firesteel.Column.Call("try_sum", column.Named);

    /// <summary>The SQL function <c>try_to_binary</c>.</summary>
    public static Column TryToBinary(Column column) => Firesteel.Column.Call("try_to_binary", column.Named);

    /// <summary>The SQL function <c>try_to_binary</c>.</summary>
    public static Column TryToBinary(Column column1, Column column2) => Firesteel.Column.Call("try_to_binary", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>try_to_date</c>.</summary>
    public static Column TryToDate(Column column) => Firesteel.Column.Call("try_to_date", column.Named);

    /// <summary>The SQL function <c>try_to_date</c>.</summary>
    public static Column TryToDate(Column column1, Column column2) => Firesteel.Column.Call("try_to_date", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>try_to_number</c>.</summary>
    public static Column TryToNumber(Column column1, Column column2) => Firesteel.Column.Call("try_to_number", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>try_to_time</c>.</summary>
    public static Column TryToTime(Column column) => Firesteel.Column.Call("try_to_time", column.Named);

    /// <summary>The SQL function <c>try_to_time</c>.</summary>
    public static Column TryToTime(Column column1, Column column2) => Firesteel.Column.Call("try_to_time", column1.Named, column2.Named);

    /// <summary>The SQL function <c>try_to_timestamp</c>.</summary>
    public static Column TryToTimestamp(Column column) => Firesteel.Column.Call("try_to_timestamp", column.Named);

    /// <summary>The SQL function <c>try_to_timestamp</c>.</summary>
    public static Column TryToTimestamp(Column column1, Column column2) => Firesteel.Column.Call("try_to_timestamp", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>try_url_decode</c>.</summary>
    public static Column TryUrlDecode(Column column) => Firesteel.Column.Call("try_url_decode", column.Named);

    /// <summary>The SQL function <c>try_validate_utf8</c>.</summary>
    public static Column TryValidateUtf8(Column column) => Firesteel.Column.Call("try_validate_utf8", column.Named);

    /// <summary>The SQL function <c>try_variant_array_append</c>.</summary>
    public static Column TryVariantArrayAppend(Column column1, Column column2, Column column3) => Firesteel.Column.Call("try_variant_array_append", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>try_variant_get</c>.</summary>
    public static Column TryVariantGet(Column column1, Column column2) => Firesteel.Column.Call("try_variant_get", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>try_variant_get</c>.</summary>
    public static Column TryVariantGet(Column column1, Column column2, Column column3) => Firesteel.Column.Call("try_variant_get", column1.Named, column2.Expression, column3.Expression);

    /// <summary>The SQL function <c>try_variant_insert</c>.</summary>
    public static Column TryVariantInsert(Column column1, Column column2, Column column3) => Firesteel.Column.Call("try_variant_insert", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>try_variant_set</c>.</summary>
    public static Column TryVariantSet(Column column1, Column column2, Column column3) => Firesteel.Column.Call("try_variant_set", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>try_variant_set</c>.</summary>
    public static Column TryVariantSet(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("try_variant_set", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>tuple_difference_double</c>.</summary>
    public static Column TupleDifferenceDouble(Column column1, Column column2) => Firesteel.Column.Call("tuple_difference_double", column1.Named, column2.Named);

    /// <summary>The SQL function <c>tuple_difference_integer</c>.</summary>
    public static Column TupleDifferenceInteger(Column column1, Column column2) => Firesteel.Column.Call("tuple_difference_integer", column1.Named, column2.Named);

    /// <summary>The SQL function <c>tuple_difference_theta_double</c>.</summary>
    public static Column TupleDifferenceThetaDouble(Column column1, Column column2) => Firesteel.Column.Call("tuple_difference_theta_double", column1.Named, column2.Named);

    /// <summary>The SQL function <c>tuple_difference_theta_integer</c>.</summary>
    public static Column TupleDifferenceThetaInteger(Column column1, Column column2) => Firesteel.Column.Call("tuple_difference_theta_integer", column1.Named, column2.Named);

    /// <summary>The SQL function <c>tuple_intersection_agg_double</c>.</summary>
    public static Column TupleIntersectionAggDouble(Column child) => Firesteel.Column.Call("tuple_intersection_agg_double", child.Named);

    /// <summary>The SQL function <c>tuple_intersection_agg_double</c>.</summary>
    public static Column TupleIntersectionAggDouble(Column child, Column mode) => Firesteel.Column.Call("tuple_intersection_agg_double", child.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_intersection_agg_integer</c>.</summary>
    public static Column TupleIntersectionAggInteger(Column child) => Firesteel.Column.Call("tuple_intersection_agg_integer", child.Named);

    /// <summary>The SQL function <c>tuple_intersection_agg_integer</c>.</summary>
    public static Column TupleIntersectionAggInteger(Column child, Column mode) => Firesteel.Column.Call("tuple_intersection_agg_integer", child.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_intersection_double</c>.</summary>
    public static Column TupleIntersectionDouble(Column tuplesketch1, Column tuplesketch2) => Firesteel.Column.Call("tuple_intersection_double", tuplesketch1.Named, tuplesketch2.Named);

    /// <summary>The SQL function <c>tuple_intersection_double</c>.</summary>
    public static Column TupleIntersectionDouble(Column tuplesketch1, Column tuplesketch2, Column mode) => Firesteel.Column.Call("tuple_intersection_double", tuplesketch1.Named, tuplesketch2.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_intersection_integer</c>.</summary>
    public static Column TupleIntersectionInteger(Column tuplesketch1, Column tuplesketch2) => Firesteel.Column.Call("tuple_intersection_integer", tuplesketch1.Named, tuplesketch2.Named);

    /// <summary>The SQL function <c>tuple_intersection_integer</c>.</summary>
    public static Column TupleIntersectionInteger(Column tuplesketch1, Column tuplesketch2, Column mode) => Firesteel.Column.Call("tuple_intersection_integer", tuplesketch1.Named, tuplesketch2.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_intersection_theta_double</c>.</summary>
    public static Column TupleIntersectionThetaDouble(Column tuplesketch, Column thetasketch) => Firesteel.Column.Call("tuple_intersection_theta_double", tuplesketch.Named, thetasketch.Named);

    /// <summary>The SQL function <c>tuple_intersection_theta_double</c>.</summary>
    public static Column TupleIntersectionThetaDouble(Column tuplesketch, Column thetasketch, Column mode) => Firesteel.Column.Call("tuple_intersection_theta_double", tuplesketch.Named, thetasketch.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_intersection_theta_integer</c>.</summary>
    public static Column TupleIntersectionThetaInteger(Column tuplesketch, Column thetasketch) => Firesteel.Column.Call("tuple_intersection_theta_integer", tuplesketch.Named, thetasketch.Named);

    /// <summary>The SQL function <c>tuple_intersection_theta_integer</c>.</summary>
    public static Column TupleIntersectionThetaInteger(Column tuplesketch, Column thetasketch, Column mode) => Firesteel.Column.Call("tuple_intersection_theta_integer", tuplesketch.Named, thetasketch.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_sketch_agg_double</c>.</summary>
    public static Column TupleSketchAggDouble(Column key, Column summary) => Firesteel.Column.Call("tuple_sketch_agg_double", key.Named, summary.Named);

    /// <summary>The SQL function <c>tuple_sketch_agg_double</c>.</summary>
    public static Column TupleSketchAggDouble(Column key, Column summary, Column lgnomentries) => Firesteel.Column.Call("tuple_sketch_agg_double", key.Named, summary.Named, lgnomentries.Named);

    /// <summary>The SQL function <c>tuple_sketch_agg_double</c>.</summary>
    public static Column TupleSketchAggDouble(Column key, Column summary, Column lgnomentries, Column mode) => Firesteel.Column.Call("tuple_sketch_agg_double", key.Named, summary.Named, lgnomentries.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_sketch_agg_integer</c>.</summary>
    public static Column TupleSketchAggInteger(Column key, Column summary) => Firesteel.Column.Call("tuple_sketch_agg_integer", key.Named, summary.Named);

    /// <summary>The SQL function <c>tuple_sketch_agg_integer</c>.</summary>
    public static Column TupleSketchAggInteger(Column key, Column summary, Column lgnomentries) => Firesteel.Column.Call("tuple_sketch_agg_integer", key.Named, summary.Named, lgnomentries.Named);

    /// <summary>The SQL function <c>tuple_sketch_agg_integer</c>.</summary>
    public static Column TupleSketchAggInteger(Column key, Column summary, Column lgnomentries, Column mode) => Firesteel.Column.Call("tuple_sketch_agg_integer", key.Named, summary.Named, lgnomentries.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_sketch_estimate_double</c>.</summary>
    public static Column TupleSketchEstimateDouble(Column column) => Firesteel.Column.Call("tuple_sketch_estimate_double", column.Named);

    /// <summary>The SQL function <c>tuple_sketch_estimate_integer</c>.</summary>
    public static Column TupleSketchEstimateInteger(Column column) => Firesteel.Column.Call("tuple_sketch_estimate_integer", column.Named);

    /// <summary>The SQL function <c>tuple_sketch_summary_double</c>.</summary>
    public static Column TupleSketchSummaryDouble(Column child) => Firesteel.Column.Call("tuple_sketch_summary_double", child.Named);

    /// <summary>The SQL function <c>tuple_sketch_summary_double</c>.</summary>
    public static Column TupleSketchSummaryDouble(Column child, Column mode) => Firesteel.Column.Call("tuple_sketch_summary_double", child.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_sketch_summary_integer</c>.</summary>
    public static Column TupleSketchSummaryInteger(Column child) => Firesteel.Column.Call("tuple_sketch_summary_integer", child.Named);

    /// <summary>The SQL function <c>tuple_sketch_summary_integer</c>.</summary>
    public static Column TupleSketchSummaryInteger(Column child, Column mode) => Firesteel.Column.Call("tuple_sketch_summary_integer", child.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_sketch_theta_double</c>.</summary>
    public static Column TupleSketchThetaDouble(Column column) => Firesteel.Column.Call("tuple_sketch_theta_double", column.Named);

    /// <summary>The SQL function <c>tuple_sketch_theta_integer</c>.</summary>
    public static Column TupleSketchThetaInteger(Column column) => Firesteel.Column.Call("tuple_sketch_theta_integer", column.Named);

    /// <summary>The SQL function <c>tuple_union_agg_double</c>.</summary>
    public static Column TupleUnionAggDouble(Column child) => Firesteel.Column.Call("tuple_union_agg_double", child.Named);

    /// <summary>The SQL function <c>tuple_union_agg_double</c>.</summary>
    public static Column TupleUnionAggDouble(Column child, Column lgnomentries) => Firesteel.Column.Call("tuple_union_agg_double", child.Named, lgnomentries.Named);

    /// <summary>The SQL function <c>tuple_union_agg_double</c>.</summary>
    public static Column TupleUnionAggDouble(Column child, Column lgnomentries, Column mode) => Firesteel.Column.Call("tuple_union_agg_double", child.Named, lgnomentries.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_union_agg_integer</c>.</summary>
    public static Column TupleUnionAggInteger(Column child) => Firesteel.Column.Call("tuple_union_agg_integer", child.Named);

    /// <summary>The SQL function <c>tuple_union_agg_integer</c>.</summary>
    public static Column TupleUnionAggInteger(Column child, Column lgnomentries) => Firesteel.Column.Call("tuple_union_agg_integer", child.Named, lgnomentries.Named);

    /// <summary>The SQL function <c>tuple_union_agg_integer</c>.</summary>
    public static Column TupleUnionAggInteger(Column child, Column lgnomentries, Column mode) => Firesteel.Column.Call("tuple_union_agg_integer", child.Named, lgnomentries.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_union_double</c>.</summary>
    public static Column TupleUnionDouble(Column tuplesketch1, Column tuplesketch2) => Firesteel.Column.Call("tuple_union_double", tuplesketch1.Named, tuplesketch2.Named);

    /// <summary>The SQL function <c>tuple_union_double</c>.</summary>
    public static Column TupleUnionDouble(Column tuplesketch1, Column tuplesketch2, Column lgnomentries) => Firesteel.Column.Call("tuple_union_double", tuplesketch1.Named, tuplesketch2.Named, lgnomentries.Named);

    /// <summary>The SQL function <c>tuple_union_double</c>.</summary>
    public static Column TupleUnionDouble(Column tuplesketch1, Column tuplesketch2, Column lgnomentries, Column mode) => Firesteel.Column.Call("tuple_union_double", tuplesketch1.Named, tuplesketch2.Named, lgnomentries.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_union_integer</c>.</summary>
    public static Column TupleUnionInteger(Column tuplesketch1, Column tuplesketch2) => Firesteel.Column.Call("tuple_union_integer", tuplesketch1.Named, tuplesketch2.Named);

    /// <summary>The SQL function <c>tuple_union_integer</c>.</summary>
    public static Column TupleUnionInteger(Column tuplesketch1, Column tuplesketch2, Column lgnomentries) => Firesteel.Column.Call("tuple_union_integer", tuplesketch1.Named, tuplesketch2.Named, lgnomentries.Named);

    /// <summary>The SQL function <c>tuple_union_integer</c>.</summary>
    public static Column TupleUnionInteger(Column tuplesketch1, Column tuplesketch2, Column lgnomentries, Column mode) => Firesteel.Column.Call("tuple_union_integer", tuplesketch1.Named, tuplesketch2.Named, lgnomentries.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_union_theta_double</c>.</summary>
    public static Column TupleUnionThetaDouble(Column tuplesketch, Column thetasketch) => Firesteel.Column.Call("tuple_union_theta_double", tuplesketch.Named, thetasketch.Named);

    /// <summary>The SQL function <c>tuple_union_theta_double</c>.</summary>
    public static Column TupleUnionThetaDouble(Column tuplesketch, Column thetasketch, Column lgnomentries) => Firesteel.Column.Call("tuple_union_theta_double", tuplesketch.Named, thetasketch.Named, lgnomentries.Named);

    /// <summary>The SQL function <c>tuple_union_theta_double</c>.</summary>
    public static Column TupleUnionThetaDouble(Column tuplesketch, Column thetasketch, Column lgnomentries, Column mode) => Firesteel.Column.Call("tuple_union_theta_double", tuplesketch.Named, thetasketch.Named, lgnomentries.Named, mode.Named);

    /// <summary>The SQL function <c>tuple_union_theta_integer</c>.</summary>
    public static Column TupleUnionThetaInteger(Column tuplesketch, Column thetasketch) => Firesteel.Column.Call("tuple_union_theta_integer", tuplesketch.Named, thetasketch.Named);

    /// <summary>The SQL function <c>tuple_union_theta_integer</c>.</summary>
    public static Column TupleUnionThetaInteger(Column tuplesketch, Column thetasketch, Column lgnomentries) => Firesteel.Column.Call("tuple_union_theta_integer", tuplesketch.Named, thetasketch.Named, lgnomentries.Named);

    /// <summary>The SQL function <c>tuple_union_theta_integer</c>.</summary>
    public static Column TupleUnionThetaInteger(Column tuplesketch, Column thetasketch, Column lgnomentries, Column mode) => Firesteel.Column.Call("tuple_union_theta_integer", tuplesketch.Named, thetasketch.Named, lgnomentries.Named, mode.Named);

    /// <summary>The SQL function <c>typeof</c>.</summary>
    public static Column TypeOf(Column column) => Firesteel.Column.Call("typeof", column.Named);

    /// <summary>The SQL function <c>ucase</c>.</summary>
    public static Column Ucase(Column column) => Firesteel.Column.Call("ucase", column.Named);

    /// <summary>The SQL function <c>unbase64</c>.</summary>
    public static Column UnBase64(Column column) => Firesteel.Column.Call("unbase64", column.Named);

    /// <summary>The SQL function <c>unhex</c>.</summary>
    public static Column Unhex(Column column) => Firesteel.Column.Call("unhex", column.Named);

    /// <summary>The SQL function <c>uniform</c>.</summary>
    public static Column Uniform(Column column1, Column column2) => Firesteel.Column.Call("uniform", column1.Named, column2.Named);

    /// <summary>The SQL function <c>uniform</c>.</summary>
    public static Column Uniform(Column column1, Column column2, Column column3) => Firesteel.Column.Call("uniform", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>unix_date</c>.</summary>
    public static Column UnixDate(Column column) => Firesteel.Column.Call("unix_date", column.Named);

    /// <summary>The SQL function <c>unix_micros</c>.</summary>
    public static Column UnixMicros(Column column) => Firesteel.Column.Call("unix_micros", column.Named);

    /// <summary>The SQL function <c>unix_millis</c>.</summary>
    public static Column UnixMillis(Column column) => Firesteel.Column.Call("unix_millis", column.Named);

    /// <summary>The SQL function <c>unix_seconds</c>.</summary>
    public static Column UnixSeconds(Column column) => Firesteel.Column.Call("unix_seconds", column.Named);

    /// <summary>The SQL function <c>unix_timestamp</c>.</summary>
    public static Column UnixTimestamp() => Firesteel.Column.Call("unix_timestamp");

    /// <summary>The SQL function <c>unix_timestamp</c>.</summary>
    public static Column UnixTimestamp(Column column) => Firesteel.Column.Call("unix_timestamp", column.Named);

    /// <summary>The SQL function <c>unix_timestamp</c>.</summary>
    public static Column UnixTimestamp(Column column1, Column column2) => Firesteel.Column.Call("unix_timestamp", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>upper</c>.</summary>
    public static Column Upper(Column column) => Firesteel.Column.Call("upper", column.Named);

    /// <summary>The SQL function <c>url_decode</c>.</summary>
    public static Column UrlDecode(Column column) => Firesteel.Column.Call("url_decode", column.Named);

    /// <summary>The SQL function <c>url_encode</c>.</summary>
    public static Column UrlEncode(Column column) => Firesteel.Column.Call("url_encode", column.Named);

    /// <summary>The SQL function <c>user</c>.</summary>
    public static Column User() => Firesteel.Column.Call("user");

    /// <summary>The SQL function <c>uuid</c>.</summary>
    public static Column Uuid() => Firesteel.Column.Call("uuid");

    /// <summary>The SQL function <c>uuid</c>.</summary>
    public static Column Uuid(Column column) => Firesteel.Column.Call("uuid", column.Named);

    /// <summary>The SQL function <c>validate_utf8</c>.</summary>
    public static Column ValidateUtf8(Column column) => Firesteel.Column.Call("validate_utf8", column.Named);

    /// <summary>The SQL function <c>var_pop</c>.</summary>
    public static Column VarPop(Column column) => Firesteel.Column.Call("var_pop", column.Named);

    /// <summary>The SQL function <c>var_samp</c>.</summary>
    public static Column VarSamp(Column column) => Firesteel.Column.Call("var_samp", column.Named);

    /// <summary>The SQL function <c>variance</c>.</summary>
    public static Column Variance(Column column) => Firesteel.Column.Call("variance", column.Named);

    /// <summary>The SQL function <c>variant_array_append</c>.</summary>
    public static Column VariantArrayAppend(Column column1, Column column2, Column column3) => Firesteel.Column.Call("variant_array_append", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>variant_delete</c>.</summary>
    public static Column VariantDelete(Column column1, Column column2, params Column[] columns) => Firesteel.Column.Call("variant_delete", [column1.Named, column2.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>variant_explode</c>.</summary>
    public static Column VariantExplode(Column input) => Firesteel.Column.Call("variant_explode", input.Named);

    /// <summary>The SQL function <c>variant_explode_outer</c>.</summary>
    public static Column VariantExplodeOuter(Column input) => Firesteel.Column.Call("variant_explode_outer", input.Named);

    /// <summary>The SQL function <c>variant_get</c>.</summary>
    public static Column VariantGet(Column column1, Column column2) => Firesteel.Column.Call("variant_get", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>variant_get</c>.</summary>
    public static Column VariantGet(Column column1, Column column2, Column column3) => Firesteel.Column.Call("variant_get", column1.Named, column2.Expression, column3.Expression);

    /// <summary>The SQL function <c>variant_insert</c>.</summary>
    public static Column VariantInsert(Column column1, Column column2, Column column3) => Firesteel.Column.Call("variant_insert", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>variant_set</c>.</summary>
    public static Column VariantSet(Column column1, Column column2, Column column3) => Firesteel.Column.Call("variant_set", column1.Named, column2.Named, column3.Named);

    /// <summary>The SQL function <c>variant_set</c>.</summary>
    public static Column VariantSet(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("variant_set", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>variant_strip_nulls</c>.</summary>
    public static Column VariantStripNulls(Column column) => Firesteel.Column.Call("variant_strip_nulls", column.Named);

    /// <summary>The SQL function <c>variant_strip_nulls</c>.</summary>
    public static Column VariantStripNulls(Column column1, Column column2) => Firesteel.Column.Call("variant_strip_nulls", column1.Named, column2.Named);

    /// <summary>The SQL function <c>vector_avg</c>.</summary>
    public static Column VectorAvg(Column column) => Firesteel.Column.Call("vector_avg", column.Named);

    /// <summary>The SQL function <c>vector_cosine_similarity</c>.</summary>
    public static Column VectorCosineSimilarity(Column column1, Column column2) => Firesteel.Column.Call("vector_cosine_similarity", column1.Named, column2.Named);

    /// <summary>The SQL function <c>vector_inner_product</c>.</summary>
    public static Column VectorInnerProduct(Column column1, Column column2) => Firesteel.Column.Call("vector_inner_product", column1.Named, column2.Named);

    /// <summary>The SQL function <c>vector_l2_distance</c>.</summary>
    public static Column VectorL2Distance(Column column1, Column column2) => Firesteel.Column.Call("vector_l2_distance", column1.Named, column2.Named);

    /// <summary>The SQL function <c>vector_norm</c>.</summary>
    public static Column VectorNorm(Column column) => Firesteel.Column.Call("vector_norm", column.Named);

    /// <summary>The SQL function <c>vector_norm</c>.</summary>
    public static Column VectorNorm(Column column1, Column column2) => Firesteel.Column.Call("vector_norm", column1.Named, column2.Named);

    /// <summary>The SQL function <c>vector_normalize</c>.</summary>
    public static Column VectorNormalize(Column column) => Firesteel.Column.Call("vector_normalize", column.Named);

    /// <summary>The SQL function <c>vector_normalize</c>.</summary>
    public static Column VectorNormalize(Column column1, Column column2) => Firesteel.Column.Call("vector_normalize", column1.Named, column2.Named);

    /// <summary>The SQL function <c>vector_sum</c>.</summary>
    public static Column VectorSum(Column column) => Firesteel.Column.Call("vector_sum", column.Named);

    /// <summary>The SQL function <c>weekday</c>.</summary>
    public static Column Weekday(Column column) => Firesteel.Column.Call("weekday", column.Named);

    /// <summary>The SQL function <c>weekofyear</c>.</summary>
    public static Column WeekOfYear(Column column) => Firesteel.Column.Call("weekofyear", column.Named);

    /// <summary>The SQL function <c>width_bucket</c>.</summary>
    public static Column WidthBucket(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("width_bucket", column1.Named, column2.Named, column3.Named, column4.Named);

    /// <summary>The SQL function <c>window</c>.</summary>
    public static Column TimeWindow(Column column1, Column column2) => Firesteel.Column.Call("window", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>window</c>.</summary>
    public static Column TimeWindow(Column column1, Column column2, Column column3) => Firesteel.Column.Call("window", column1.Named, column2.Expression, column3.Expression);

    /// <summary>The SQL function <c>window</c>.</summary>
    public static Column TimeWindow(Column column1, Column column2, Column column3, Column column4) => Firesteel.Column.Call("window", column1.Named, column2.Expression, column3.Expression, column4.Expression);

    /// <summary>The SQL function <c>window_time</c>.</summary>
    public static Column WindowTime(Column column) => Firesteel.Column.Call("window_time", column.Named);

    /// <summary>The SQL function <c>xpath</c>.</summary>
    public static Column Xpath(Column column1, Column column2) => Firesteel.Column.Call("xpath", column1.Named, column2.Expression);

    /// <summary>The SQL function <c>xpath_boolean</c>.</summary>
    public static Column XpathBoolean(Column column1, Column column2) => Firesteel.Column.Call("xpath_boolean", column1.Named, column2.Named);

    /// <summary>The SQL function <c>xpath_double</c>.</summary>
    public static Column XpathDouble(Column column1, Column column2) => Firesteel.Column.Call("xpath_double", column1.Named, column2.Named);

    /// <summary>The SQL function <c>xpath_float</c>.</summary>
    public static Column XpathFloat(Column column1, Column column2) => Firesteel.Column.Call("xpath_float", column1.Named, column2.Named);

    /// <summary>The SQL function <c>xpath_int</c>.</summary>
    public static Column XpathInt(Column column1, Column column2) => Firesteel.Column.Call("xpath_int", column1.Named, column2.Named);

    /// <summary>The SQL function <c>xpath_long</c>.</summary>
    public static Column XpathLong(Column column1, Column column2) => Firesteel.Column.Call("xpath_long", column1.Named, column2.Named);

    /// <summary>The SQL function <c>xpath_number</c>.</summary>
    public static Column XpathNumber(Column column1, Column column2) => Firesteel.Column.Call("xpath_number", column1.Named, column2.Named);

    /// <summary>The SQL function <c>xpath_short</c>.</summary>
    public static Column XpathShort(Column column1, Column column2) => Firesteel.Column.Call("xpath_short", column1.Named, column2.Named);

    /// <summary>The SQL function <c>xpath_string</c>.</summary>
    public static Column XpathString(Column column1, Column column2) => Firesteel.Column.Call("xpath_string", column1.Named, column2.Named);

    /// <summary>The SQL function <c>xxhash64</c>.</summary>
    public static Column Xxhash64(Column column, params Column[] columns) => Firesteel.Column.Call("xxhash64", [column.Named, .. columns.Select(c => c.Named)]);

    /// <summary>The SQL function <c>year</c>.</summary>
    public static Column Year(Column column) => Firesteel.Column.Call("year", column.Named);

    /// <summary>The SQL function <c>zeroifnull</c>.</summary>
    public static Column ZeroIfNull(Column column) => Firesteel.Column.Call("zeroifnull", column.Named);

}
