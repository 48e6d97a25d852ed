using Firesteel.Connect.Messages;
using Google.Protobuf.Reflection;

namespace Firesteel.Connect.Tests.Protocol;

public class DescriptorTests
{
    [Fact]
    public void Messages_and_fields_are_those_of_Spark()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "shared", "corpora"))) folder = folder.Parent;
        var path = folder is null ? null : Path.Combine(folder.FullName, "shared", "facts", "connect.desc");
        if (path is null || !File.Exists(path)) Assert.Skip("The protocol's description is not at hand.");
        var theirs = FileDescriptorSet.Parser.ParseFrom(File.ReadAllBytes(path));
        var ours = new[] { BaseReflection.Descriptor, CatalogReflection.Descriptor, CommandsReflection.Descriptor, CommonReflection.Descriptor, ExpressionsReflection.Descriptor, RelationsReflection.Descriptor, TypesReflection.Descriptor };
        foreach (var file in ours)
        {
            var expected = theirs.File.Single(f => f.Name == file.Name);
            Assert.Equal(expected.MessageType.SelectMany(m => Fields(m, "")).Order(StringComparer.Ordinal), file.ToProto().MessageType.SelectMany(m => Fields(m, "")).Order(StringComparer.Ordinal));
            Assert.Equal(expected.Service.SelectMany(s => s.Method).Select(m => $"{m.Name} {m.InputType} {m.OutputType} {m.ClientStreaming} {m.ServerStreaming}"), file.ToProto().Service.SelectMany(s => s.Method).Select(m => $"{m.Name} {m.InputType} {m.OutputType} {m.ClientStreaming} {m.ServerStreaming}"));
        }
    }

    private static IEnumerable<string> Fields(DescriptorProto message, string around)
        => message.Field.Select(f => $"{around}{message.Name}.{f.Name} = {f.Number}: {f.Label} {f.Type} {f.TypeName} {f.Proto3Optional}")
            .Concat(message.EnumType.SelectMany(e => e.Value.Select(v => $"{around}{message.Name}.{e.Name}.{v.Name} = {v.Number}")))
            .Concat(message.NestedType.SelectMany(n => Fields(n, $"{around}{message.Name}.")));
}
