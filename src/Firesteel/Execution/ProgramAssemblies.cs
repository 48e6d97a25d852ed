using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using Firesteel.Core.Serialization;
using Firesteel.Core.Storage;
using Firesteel.Sql.Execution.Remote;

namespace Firesteel.Execution;

/// <summary>
/// The program's assemblies on their way to executors: a graph names those that its types need by the hashes of what they hold; an executor fetches
/// each from the driver when it is first needed, and loads it beside the engine's.
/// </summary>
sealed class ProgramAssemblies : IProgramObjects
{
    private readonly ConcurrentDictionary<Assembly, IReadOnlyList<(string Name, string Hash)>> _known = new();
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _bytes = new();
    private readonly List<LoadContext> _contexts = [];
    private BlockManager? _blocks;

    public void UseBlocks(BlockManager blocks)
    {
        _blocks = blocks;
        // In an executor items may be of types that no function named: their assemblies are found as those of functions are.
        if (blocks.Driver != blocks.Id) TypeResolver.Here = new TypeResolver(name => FindLatest(name) ?? TypeResolver.Loaded(name));
    }

    /// <summary>A graph behind the names of the assemblies that it needs.</summary>
    public byte[] Wrap(byte kind, ObjectOutput graph)
    {
        var needed = graph.Assemblies.SelectMany(WithReferences).Distinct().ToList();
        var output = new ObjectOutput();
        output.WriteByte(kind);
        output.WriteCount((uint)needed.Count);
        foreach (var (name, hash) in needed)
        {
            output.WriteText(name);
            output.WriteText(hash);
        }
        output.WriteBytes(graph.Written);
        return output.ToArray();
    }

    /// <summary>The graph, with its program's assemblies at hand.</summary>
    public ObjectInput Unwrap(ReadOnlyMemory<byte> payload)
    {
        var head = new ObjectInput(payload);
        var needed = new Dictionary<string, string>();
        for (var left = head.ReadLength(2); left > 0; left--) needed[head.ReadText()!] = head.ReadText()!;
        return new ObjectInput(payload[^(int)head.Remaining..], ContextFor(needed).Types) { Blocks = _blocks };
    }

    byte[] IProgramObjects.Write(object value)
    {
        var output = new ObjectOutput();
        output.WriteObject(value);
        return Wrap(0, output);
    }

    object IProgramObjects.Read(byte[] bytes) => Unwrap(bytes.AsMemory(1)).ReadObject()!;

    private IReadOnlyList<(string Name, string Hash)> WithReferences(Assembly assembly) => _known.GetOrAdd(assembly, first =>
    {
        var (found, waiting, seen) = (new List<(string, string)>(), new Stack<Assembly>([first]), new HashSet<Assembly> { first });
        while (waiting.TryPop(out var next))
        {
            found.Add((next.GetName().Name!, Offer(next)));
            foreach (var reference in next.GetReferencedAssemblies())
                if (Find(reference, next) is { } used && KnownTypes.IsProgram(used) && seen.Add(used)) waiting.Push(used);
        }
        return found;
    });

    private string Offer(Assembly assembly)
    {
        if (assembly.Location is not { Length: > 0 } file) throw new TaskNotSerializableException($"code of the assembly {assembly.GetName().Name}, which has no file and");
        ReadOnlyMemory<byte> bytes = File.ReadAllBytes(file);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        if (_bytes.TryAdd(hash, bytes)) _blocks?.Offer(BlockOf(hash), () => _bytes[hash]);
        return hash;
    }

    private static Assembly? Find(AssemblyName name, Assembly user)
    {
        if (KnownTypes.IsEngine(name.Name!)) return null;
        try
        {
            return (AssemblyLoadContext.GetLoadContext(user) ?? AssemblyLoadContext.Default).LoadFromAssemblyName(name);
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // A reference that the program itself runs without.
            return null;
        }
    }

    // Assemblies of one name with other contents (the program was built anew) do not go into one context.
    private LoadContext ContextFor(Dictionary<string, string> needed)
    {
        lock (_contexts)
        {
            var context = _contexts.Find(c => c.Accepts(needed));
            if (context is null) _contexts.Add(context = new LoadContext(this));
            context.Add(needed);
            return context;
        }
    }

    private Assembly? FindLatest(string name)
    {
        LoadContext[] contexts;
        lock (_contexts) contexts = [.. _contexts];
        for (var i = contexts.Length - 1; i >= 0; i--)
            if (contexts[i].Find(name) is { } found) return found;
        return null;
    }

    private ReadOnlyMemory<byte> Fetch(string hash) => _bytes.GetOrAdd(hash, wanted =>
    {
        var blocks = _blocks ?? throw new InvalidOperationException("This process was not told where its driver's blocks are");
        var bytes = blocks.GetFrom(blocks.Driver, BlockOf(wanted));
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == wanted ? bytes : throw new InvalidDataException("An assembly of the program arrived damaged");
    });

    private static string BlockOf(string hash) => $"assembly_{hash}";

    private sealed class LoadContext : AssemblyLoadContext
    {
        private readonly ProgramAssemblies _owner;
        private readonly ConcurrentDictionary<string, string> _hashes = new();
        private readonly ConcurrentDictionary<string, Lazy<Assembly>> _loaded = new();

        public LoadContext(ProgramAssemblies owner) : base("program of the driver")
        {
            _owner = owner;
            Types = new TypeResolver(Find);
        }

        public TypeResolver Types { get; }

        public bool Accepts(Dictionary<string, string> needed) => needed.All(n => !_hashes.TryGetValue(n.Key, out var hash) || hash == n.Value);

        public void Add(Dictionary<string, string> needed)
        {
            foreach (var (name, hash) in needed) _hashes.TryAdd(name, hash);
        }

        protected override Assembly? Load(AssemblyName name) => Find(name.Name!);

        public Assembly? Find(string name) => !_hashes.TryGetValue(name, out var hash) ? null : _loaded.GetOrAdd(name, _ => new Lazy<Assembly>(() =>
        {
            using var bytes = new MemoryStream(_owner.Fetch(hash).ToArray());
            return LoadFromStream(bytes);
        })).Value;
    }
}
