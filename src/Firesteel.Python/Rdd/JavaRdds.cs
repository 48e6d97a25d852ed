namespace Firesteel.Python.Rdd;

/// <summary>An RDD as PySpark's <c>_jrdd</c> names it; <c>rdd()</c> leads to the RDD itself.</summary>
abstract class JavaRddLike(RDD rdd)
{
    public RDD Rdd => rdd;

    public override string ToString() => rdd.ToString();
}

/// <summary><c>JavaRDD</c>.</summary>
sealed class JavaRdd(RDD rdd) : JavaRddLike(rdd);

/// <summary><c>JavaPairRDD</c>.</summary>
sealed class JavaPairRdd(RDD rdd) : JavaRddLike(rdd);

/// <summary><c>JavaDoubleRDD</c>, made of pickled numbers.</summary>
sealed class JavaDoubleRdd(RDD<double> values) : JavaRddLike(values)
{
    public RDD<double> Values => values;
}

/// <summary>What an approximate action found: all tasks have ended, so it is exact.</summary>
sealed record PartialResult(double Value)
{
    public const double Confidence = 1.0;
}
