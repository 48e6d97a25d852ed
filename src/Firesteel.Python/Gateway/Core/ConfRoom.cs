using Firesteel.Foundation.Configuration;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Core;

/// <summary><c>SparkConf</c>.</summary>
static class ConfRoom
{
    public static void Register(ClassTable table) => table.Class<SparkConf>("org.apache.spark.SparkConf")
        .New(a => new SparkConf(a.Count == 0 || a.Bool(0)))
        .Call("set", (c, a) => c.Set(a.Text(0), a.Text(1)))
        .Call("setIfMissing", (c, a) => c.SetIfMissing(a.Text(0), a.Text(1)))
        .Call("setMaster", (c, a) => c.SetMaster(a.Text(0)))
        .Call("setAppName", (c, a) => c.SetAppName(a.Text(0)))
        .Call("setSparkHome", (c, a) => c.SetSparkHome(a.Text(0)))
        .Call("setExecutorEnv", (c, a) => c.SetExecutorEnv(a.Text(0), a.Text(1)))
        .Call("remove", (c, a) => c.Remove(a.Text(0)))
        .Call("contains", (c, a) => c.Contains(a.Text(0)))
        .Call("get", (c, a) => c.GetOption(a.Text(0)) ?? (a.Count > 1 ? a[1] : throw new JavaException("java.util.NoSuchElementException", a.Text(0))))
        .Call("getBoolean", (c, a) => c.GetBoolean(a.Text(0), a.Bool(1)))
        .Call("getInt", (c, a) => c.GetInt(a.Text(0), a.Int(1)))
        .Call("getOption", (c, a) => ScalaOption.Of(c.GetOption(a.Text(0))))
        .Get("getAll", c => c.GetAll().Select(s => (object)new ScalaTuple(s.Key, s.Value)).ToArray())
        .Get("clone", c => c.Clone())
        .Get("toDebugString", c => c.ToDebugString());
}
