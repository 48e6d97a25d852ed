using Firesteel.Catalyst.Expressions;
using Firesteel.Execution;

namespace Firesteel;

/// <summary>Rows by their places.</summary>
static class RowNumbering
{
    private const string Place = "__zip_place";

    /// <summary>With the place of each row, from 0, as a last column.</summary>
    public static DataFrame Numbered(DataFrame frame, string name) => frame.Select([.. frame.Plan.Output.Select(o => new Column(o)), new Column(new Alias(FunctionCalls.RowIndex(), name))]);

    /// <summary>Rows of both side by side, by their places.</summary>
    public static DataFrame Zip(DataFrame left, DataFrame right) => Numbered(left, Place).Join(Numbered(right, Place), [Place]).Sort(Place).Drop(Place);
}
