using System.Text;

namespace Firesteel.Foundation.Time;

/// <summary>English words for field values in patterns.</summary>
static class DateTimeWords
{
    private static readonly byte[][] Months = Words("January February March April May June July August September October November December");
    private static readonly byte[][] ShortMonths = Words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec");
    private static readonly byte[][] Days = Words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday");
    private static readonly byte[][] ShortDays = Words("Mon Tue Wed Thu Fri Sat Sun");
    private static readonly byte[][] Quarters = ["1st quarter"u8.ToArray(), "2nd quarter"u8.ToArray(), "3rd quarter"u8.ToArray(), "4th quarter"u8.ToArray()];
    private static readonly byte[][] ShortQuarters = Words("Q1 Q2 Q3 Q4");
    private static readonly byte[][] Halves = Words("AM PM");
    private static readonly byte[][] Eras = ["Before Christ"u8.ToArray(), "Anno Domini"u8.ToArray()];
    private static readonly byte[][] ShortEras = Words("BC AD");

    /// <summary>The words of a field in the order of its values, and the first value.</summary>
    public static byte[][] Of(DateTimeField field, bool full, out int first)
    {
        first = field is DateTimeField.AmPm or DateTimeField.Era ? 0 : 1;
        return field switch
        {
            DateTimeField.Month => full ? Months : ShortMonths,
            DateTimeField.DayOfWeek => full ? Days : ShortDays,
            DateTimeField.Quarter => full ? Quarters : ShortQuarters,
            DateTimeField.AmPm => Halves,
            _ => full ? Eras : ShortEras,
        };
    }

    private static byte[][] Words(string text) => [.. text.Split(' ').Select(Encoding.ASCII.GetBytes)];
}
