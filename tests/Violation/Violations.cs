namespace Violation
{
    /// <summary>One violation of each rule.</summary>
    static class Violations
    {
        private static int Unused() => 1;

        public static Task TokenFirst(CancellationToken token, int delay) => Task.Delay(delay, token);

        public static Task TokenDropped(int delay, CancellationToken token) => Task.Delay(delay);

        public static string Rethrown(string text)
        {
            try
            {
                return text.Trim();
            }
            catch (InvalidOperationException e)
            {
                throw e;
            }
        }
    }
}
