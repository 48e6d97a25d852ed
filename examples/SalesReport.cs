// Reads orders (CSV), customers (JSON) and products (Parquet), joins them, prints three tables
// and writes the revenue of each region and month as Parquet.
//
//   bin/spark-submit examples/SalesReport.cs [OUTPUT FOLDER]
using Firesteel;
using static Firesteel.Functions;

var spark = SparkSession.Builder().AppName("SalesReport").GetOrCreate();

var data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "data");
var target = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "sales-report");

var orders = spark.Read().Option("header", true).Option("inferSchema", true).Csv(Path.Combine(data, "orders.csv"));
var customers = spark.Read().Json(Path.Combine(data, "customers.json"));
var products = spark.Read().Parquet(Path.Combine(data, "products.parquet"));

var sales = orders
    .Join(customers, "customer_id")
    .Join(products, "product_id")
    .WithColumn("month", Month(Col("order_date")))
    .WithColumn("revenue", Round(Col("quantity") * Col("unit_price") * (Lit(1.0) - Coalesce(Col("discount"), Lit(0.0))), 2));

Console.WriteLine("Revenue by region");
sales.GroupBy("region")
    .Agg(Count(Lit(1)).As("orders"), Round(Sum(Col("revenue")), 2).As("revenue"))
    .OrderBy(Col("revenue").Desc())
    .Show();

Console.WriteLine("The three best products of each category");
sales.CreateOrReplaceTempView("sales");
spark.Sql("""
    SELECT category, product, revenue
    FROM (
      SELECT category, product, round(sum(revenue), 2) AS revenue,
             row_number() OVER (PARTITION BY category ORDER BY sum(revenue) DESC, product) AS place
      FROM sales GROUP BY category, product)
    WHERE place <= 3
    ORDER BY category, place
    """).Show();

Console.WriteLine($"Writing to {target}");
sales.GroupBy("region", "month")
    .Agg(Round(Sum(Col("revenue")), 2).As("revenue"))
    .Write().Mode("overwrite").PartitionBy("region").Parquet(target);

Console.WriteLine("Read back: the North by month");
spark.Read().Parquet(target).Where(Col("region") == Lit("North")).OrderBy("month").Show();

spark.Stop();
