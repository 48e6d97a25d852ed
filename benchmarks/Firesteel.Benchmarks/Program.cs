using Firesteel.Benchmarks.Parquet;

return args switch
{
    ["parquet-scan", var file, .. var columns] => ParquetScan.Run(file, columns),
    ["parquet-copy", var from, var to, var codec, .. var rest] => ParquetCopy.Run(from, to, codec, rest is ["v2", ..], rest.Where(column => column != "v2").ToArray()),
    ["parquet-codec", var file] => CodecSpeed.Run(file),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: parquet-scan FILE [COLUMN...] | parquet-copy FROM TO CODEC [v2] [COLUMN...] | parquet-codec FILE");
    return 2;
}
