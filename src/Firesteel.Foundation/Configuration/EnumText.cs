using System.Text;

namespace Firesteel.Foundation.Configuration;

/// <summary>Spells C# names as Spark spells the values of its settings.</summary>
static class EnumText
{
    /// <summary><c>LastWin</c> as <c>LAST_WIN</c>.</summary>
    public static string Print(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1])) text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }
        return text.ToString();
    }
}
