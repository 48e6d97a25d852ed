using Firesteel.Benchmarks.Parquet;

return args is ["parquet-scan", var file, .. var columns] ? ParquetScan.Run(file, columns) : Usage();

static int Usage()
{
    Console.Error.WriteLine("usage: parquet-scan FILE [COLUMN...]");
    return 2;
}
