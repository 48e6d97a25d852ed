using Firesteel.Tests.Support;
using Xunit;

namespace Firesteel.Tests.Frames;

/// <summary>Tables of text as Spark 4.3 prints them.</summary>
public class ShowTests
{
    private const string AllTypes = """
        select 'a long text that is longer than twenty' s, '한국어 テスト' w, array(1,null,3) a, map('k',1.5,'j',null) m, named_struct('p',1,'q',array('x')) st, X'0102FF' b,
               cast(1.5e10 as double) d, cast(1.1 as float) f, cast(12.30 as decimal(10,2)) dec, date'2024-01-31' dt, timestamp'2024-01-31 10:00:00.5' ts, timestamp_ntz'2024-01-31 10:00:00' ntz,
               interval '1-2' year to month ym, interval '1 02:03:04.5' day to second dts, true t, null n, 'a\tb\nc' esc
        """;

    private static DataFrame Pairs => Support.Sessions.Shared.CreateDataFrame([("a", 1, 2.5), ("b", 2, 3.5), ("a", 3, 1.0)]).ToDF("k", "v", "d");

    [Fact]
    public void Values_are_cut_and_aligned_to_the_right() => Assert.Equal("""
        +--------------------+-------------+------------+--------------------+--------+----------+------+---+-----+----------+--------------------+-------------------+--------------------+--------------------+----+----+-------+
        |                   s|            w|           a|                   m|      st|         b|     d|  f|  dec|        dt|                  ts|                ntz|                  ym|                 dts|   t|   n|    esc|
        +--------------------+-------------+------------+--------------------+--------+----------+------+---+-----+----------+--------------------+-------------------+--------------------+--------------------+----+----+-------+
        |a long text that ...|한국어 テスト|[1, NULL, 3]|{k -> 1.5, j -> N...|{1, [x]}|[01 02 FF]|1.5E10|1.1|12.30|2024-01-31|2024-01-31 10:00:...|2024-01-31 10:00:00|INTERVAL '1-2' YE...|INTERVAL '1 02:03...|true|NULL|a\tb\nc|
        +--------------------+-------------+------------+--------------------+--------+----------+------+---+-----+----------+--------------------+-------------------+--------------------+--------------------+----+----+-------+

        """, Support.Sessions.Shared.Sql(AllTypes).ShowString());

    [Fact]
    public void Few_characters_leave_no_room_for_dots() => Assert.Equal("""
        +---+------+---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+
        |  s|     w|  a|  m| st|  b|  d|  f|dec| dt| ts|ntz| ym|dts|  t|  n|esc|
        +---+------+---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+
        |a l|한국어|[1,|{k |{1,|[01|1.5|1.1|12.|202|202|202|INT|INT|tru|NUL|a\t|
        +---+------+---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+

        """, Support.Sessions.Shared.Sql(AllTypes).ShowString(truncate: 3));

    [Fact]
    public void Vertical_rows_have_a_line_a_column() => Assert.Equal("""
        -RECORD 0-------------------
         s   | a long text that ... 
         w   | 한국어 テスト        
         a   | [1, NULL, 3]         
         m   | {k -> 1.5, j -> N... 
         st  | {1, [x]}             
         b   | [01 02 FF]           
         d   | 1.5E10               
         f   | 1.1                  
         dec | 12.30                
         dt  | 2024-01-31           
         ts  | 2024-01-31 10:00:... 
         ntz | 2024-01-31 10:00:00  
         ym  | INTERVAL '1-2' YE... 
         dts | INTERVAL '1 02:03... 
         t   | true                 
         n   | NULL                 
         esc | a\tb\nc              

        """, Support.Sessions.Shared.Sql(AllTypes).ShowString(vertical: true));

    [Fact]
    public void A_table_that_is_not_whole_says_so() => Assert.Equal("""
        +---+---+---+
        |  k|  v|  d|
        +---+---+---+
        |  a|  1|2.5|
        |  b|  2|3.5|
        +---+---+---+
        only showing top 2 rows
        """, Pairs.ShowString(2));

    [Fact]
    public void One_vertical_row_of_several() => Assert.Equal("""
        -RECORD 0--
         k   | a   
         v   | 1   
         d   | 2.5 
        only showing top 1 row
        """, Pairs.ShowString(1, vertical: true));

    [Fact]
    public void Uncut_values_are_aligned_to_the_left() => Assert.Equal("""
        +---+---+---+
        |k  |v  |d  |
        +---+---+---+
        |a  |1  |2.5|
        |b  |2  |3.5|
        |a  |3  |1.0|
        +---+---+---+

        """, Pairs.ShowString(truncate: 0));

    [Fact]
    public void Rows_without_columns() => Assert.Equal("++\n||\n++\n||\n||\n++\n", Support.Sessions.Shared.Range(2).Select(System.Array.Empty<Column>()).ShowString());

    [Fact]
    public void A_schema_is_a_tree() => Assert.Equal("""
        root
         |-- a: array (nullable = false)
         |    |-- element: integer (containsNull = true)
         |-- m: map (nullable = false)
         |    |-- key: string
         |    |-- value: decimal(2,1) (valueContainsNull = true)
         |-- st: struct (nullable = false)
         |    |-- p: integer (nullable = false)
         |    |-- q: array (nullable = false)
         |    |    |-- element: string (containsNull = false)
         |-- dts: interval day to second (nullable = false)
         |-- n: void (nullable = true)

        """, SchemaTree.Write(Support.Sessions.Shared.Sql(AllTypes).Select("a", "m", "st", "dts", "n").Schema()));

    [Fact]
    public void A_row_prints_as_in_Scala() => Assert.Equal(
        "[a long text that is longer than twenty,한국어 テスト,ArraySeq(1, null, 3),Map(k -> 1.5, j -> null),[1,ArraySeq(x)],1.5E10,1.1,12.30,2024-01-31,2024-01-31 10:00:00.5,2024-01-31T10:00,true,null]",
        Support.Sessions.Shared.Sql(AllTypes).Drop("b", "ym", "dts", "esc").First().ToString());
}
