using Firesteel.Tests.Support;
using Xunit;

namespace Firesteel.Tests.Rdd;

/// <summary>RDDs and what surrounds them.</summary>
public class SparkContextTests
{
    private static SparkContext Context => Support.Sessions.Shared.SparkContext;

    [Fact]
    public void Slices_are_neighbours() => Assert.Equal([[1], [2, 3], [4, 5]], Context.Parallelize([1, 2, 3, 4, 5], 3).Glom().Collect());

    [Fact]
    public void Items_are_mapped_filtered_and_brought_together()
    {
        var numbers = Context.Parallelize(Enumerable.Range(1, 100), 7);
        Assert.Equal(5050, numbers.Reduce((a, b) => a + b));
        Assert.Equal(50, numbers.Filter(n => n % 2 == 0).Count());
        Assert.Equal([2, 4], numbers.Map(n => n * 2).Take(2));
        Assert.Equal(["a", "b", "c"], Context.Parallelize(["a b", "c"], 2).FlatMap(line => line.Split(' ')).Collect());
        Assert.Equal([0L, 1L, 2L], Context.Parallelize(["x", "y", "z"], 2).ZipWithIndex().Map(p => p.Index).Collect());
        Assert.Throws<InvalidOperationException>(() => Context.EmptyRDD<int>().Reduce((a, b) => a + b));
    }

    [Fact]
    public void A_failing_task_fails_the_job_with_its_reason()
    {
        var error = Assert.ThrowsAny<Exception>(() => Context.Parallelize([1], 1).Map<int>(_ => throw new ArgumentException("boom")).Collect());
        Assert.Contains("boom", error.ToString());
        Assert.Equal(1, Context.Parallelize([1], 1).Count());
    }

    [Fact]
    public void Accumulators_add_up_over_tasks()
    {
        var sum = Context.LongAccumulator("sum");
        Context.Parallelize(Enumerable.Range(1, 10), 4).Foreach(n => sum.Add(n));
        Assert.Equal(55, sum.Value);
    }

    [Fact]
    public void A_group_of_jobs_is_cancelled_together()
    {
        var started = new ManualResetEventSlim();
        var canceller = Task.Run(() =>
        {
            started.Wait();
            Context.CancelJobGroup("group");
        });
        var error = Assert.ThrowsAny<Exception>(() =>
        {
            Context.SetJobGroup("group", "endless");
            try { Context.Parallelize(Endless(), 1).Count(); }
            finally { Context.ClearJobGroup(); }
        });
        Assert.Contains("cancelled", error.Message);
        canceller.Wait(TestContext.Current.CancellationToken);

        IReadOnlyList<int> Endless() => new EndlessList(started);
    }

    [Fact]
    public void A_thousand_tasks_are_one_job() => Assert.Equal(1000, Context.Parallelize(Enumerable.Range(0, 1000), 1000).Count());

    // Its items come one after the other until the task is killed.
    private sealed class EndlessList(ManualResetEventSlim started) : IReadOnlyList<int>
    {
        public int Count => int.MaxValue;
        public int this[int index]
        {
            get
            {
                started.Set();
                return index;
            }
        }
        public IEnumerator<int> GetEnumerator() => throw new NotSupportedException();
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
