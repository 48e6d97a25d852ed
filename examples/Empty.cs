// Opens a session and ends: what a start costs.
//
//   bin/run-example Empty
using Firesteel;

SparkSession.Builder().AppName("Empty").GetOrCreate().Stop();
