// The peer: runs the queries with DuckDB over views on the same files and prints the best of some runs in milliseconds.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
const [modules, data, runs, threads, ...queries] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(path.join(modules, 'package.json'))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect();
for (const file of fs.readdirSync(data).filter(f => f.endsWith('.parquet')))
  await connection.run(`create view ${path.basename(file, '.parquet')} as select * from read_parquet('${data}/${file}')`);
for (const query of queries) {
  const statements = fs.readFileSync(query, 'utf8').replaceAll('create or replace temporary view', 'create or replace temp view').split(';').map(s => s.trim()).filter(s => s);
  let best = Infinity;
  for (let run = 0; run < Number(runs); run++) {
    const start = performance.now();
    for (const statement of statements) await (await connection.run(statement)).getRows();
    best = Math.min(best, performance.now() - start);
  }
  console.log(`${path.basename(query, '.sql')}\t${best.toFixed(1)}`);
}
