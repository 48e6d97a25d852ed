namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>The nodes that every query is made of: one line a kind.</summary>
static class CoreEvaluators
{
    public static void Register()
    {
        ExpressionCompiler.Register<Literal>((e, s) => new LiteralEvaluator((Literal)e, s.Context));
        ExpressionCompiler.Register<BoundReference>((e, _) => new BoundReferenceEvaluator((BoundReference)e));
        ExpressionCompiler.Register<Alias>((e, s) => s.Compile(((Alias)e).Child));
        ExpressionCompiler.Register<Replaced>((e, s) => s.Compile(((Replaced)e).Replacement));
        ExpressionCompiler.Register<SortOrder>((e, s) => s.Compile(((SortOrder)e).Child));
        ExpressionCompiler.Register<ScalarCall>((e, s) => new ScalarCallEvaluator((ScalarCall)e, s));
        ExpressionCompiler.Register<And>((e, s) => new ConnectiveEvaluator((BinaryExpression)e, isAnd: true, s));
        ExpressionCompiler.Register<Or>((e, s) => new ConnectiveEvaluator((BinaryExpression)e, isAnd: false, s));
        ExpressionCompiler.Register<Not>((e, s) => new NotEvaluator((Not)e, s));
        ExpressionCompiler.Register<IsNull>((e, s) => new NullTestEvaluator(((IsNull)e).Child, wantNull: true, s));
        ExpressionCompiler.Register<IsNotNull>((e, s) => new NullTestEvaluator(((IsNotNull)e).Child, wantNull: false, s));
        ExpressionCompiler.Register<Comparison>((e, s) => new ComparisonEvaluator((Comparison)e, s));
        ExpressionCompiler.Register<In>((e, s) => InEvaluator.Create((In)e, s));
        ExpressionCompiler.Register<CaseWhen>((e, s) => new CaseWhenEvaluator((CaseWhen)e, s));
        ExpressionCompiler.Register<Coalesce>((e, s) => new CoalesceEvaluator((Coalesce)e, s));
        ExpressionCompiler.Register<Arithmetic>((e, s) => ArithmeticEvaluator.Create((Arithmetic)e, s));
        ExpressionCompiler.Register<Negate>((e, s) => new NegateEvaluator((Negate)e, s));
        ExpressionCompiler.Register<Cast>((e, s) => CastEvaluator.Create((Cast)e, s));
        ExpressionCompiler.Register<GetStructField>((e, s) => new GetStructFieldEvaluator((GetStructField)e, s));
    }
}
