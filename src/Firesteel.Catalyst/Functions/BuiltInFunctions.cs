using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Catalyst.Functions.Collections;
using Firesteel.Catalyst.Functions.Conditional;
using Firesteel.Catalyst.Functions.Dates;
using Firesteel.Catalyst.Functions.Generators;
using Firesteel.Catalyst.Functions.HigherOrder;
using Firesteel.Catalyst.Functions.Json;
using Firesteel.Catalyst.Functions.Maths;
using Firesteel.Catalyst.Functions.Misc;
using Firesteel.Catalyst.Functions.Operators;
using Firesteel.Catalyst.Functions.Sketches;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Catalyst.Functions.TimeWindows;
using Firesteel.Catalyst.Functions.Variants;
using Firesteel.Catalyst.Functions.Vectors;
using Firesteel.Catalyst.Functions.Windows;
using Firesteel.Catalyst.Functions.Xml;

namespace Firesteel.Catalyst.Functions;

/// <summary>The list of families that make up the built-in functions: one line a family.</summary>
static class BuiltInFunctions
{
    public static FunctionRegistry CreateRegistry()
    {
        var registry = new FunctionRegistry();
        ConditionalFunctions.Register(registry);
        OperatorFunctions.Register(registry);
        ElementAccess.Register(registry);
        TemporalOperators.Register(registry);
        IntervalOperators.Register(registry);
        MathFunctions.Register(registry);
        TextFunctions.Register(registry);
        DateFunctions.Register(registry);
        CollectionFunctions.Register(registry);
        HigherOrderFunctions.Register(registry);
        JsonFunctions.Register(registry);
        XPathFunctions.Register(registry);
        XmlFunctions.Register(registry);
        GeneratorFunctions.Register(registry);
        VectorFunctions.Register(registry);
        WindowFunctions.Register(registry);
        TimeWindowFunctions.Register(registry);
        MiscFunctions.Register(registry);
        ReflectFunctions.Register(registry);
        VariantFunctions.Register(registry);
        BasicAggregates.Register(registry);
        LogicAggregates.Register(registry);
        MomentAggregates.Register(registry);
        ChoiceAggregates.Register(registry);
        CollectAggregates.Register(registry);
        PercentileAggregates.Register(registry);
        SketchAggregates.Register(registry);
        HllFunctions.Register(registry);
        ThetaFunctions.Register(registry);
        TupleFunctions.Register(registry);
        KllFunctions.Register(registry);
        TopKFunctions.Register(registry);
        BitmapAggregates.Register(registry);
        VectorAggregates.Register(registry);
        ProductFunction.Register(registry);
        PandasAggregates.Register(registry);
        registry.Register(new ModeFunction(), new ListAggFunction(), new HistogramFunction(), new CountMinFunction(), new FrequentItemsFunction());
        return registry;
    }
}
