select p, sort_array(collect_list(id)) from (select id, spark_partition_id() p from (select /*+ REPARTITION_BY_RANGE(3, id) */ id from range(10))) group by p;
select p, sort_array(collect_list(id)) from (select id, spark_partition_id() p from (select /*+ REPARTITION_BY_RANGE(4, a) */ * from values (5, 'a'), (5, 'b'), (5, 'c'), (1, 'd'), (9, 'e') as t(a, id))) group by p;
select p, sort_array(collect_list(id)) from (select id, spark_partition_id() p from (select /*+ REPARTITION_BY_RANGE(3, a) */ * from values (1, 'a'), (1, 'b'), (1, 'c'), (1, 'd'), (9, 'e') as t(a, id))) group by p;
select p, sort_array(collect_list(id)) from (select id, spark_partition_id() p from (select /*+ REPARTITION_BY_RANGE(3, a) */ * from values (7, 'a'), (7, 'b'), (7, 'c') as t(a, id))) group by p;
select p, sort_array(collect_list(id)) from (select id, spark_partition_id() p from (select /*+ REPARTITION_BY_RANGE(2, a) */ * from values (null, 'a'), (2, 'b'), (null, 'c'), (3, 'd') as t(a, id))) group by p;
select p, sort_array(collect_list(b)) from (select b, spark_partition_id() p from (select /*+ REPARTITION_BY_RANGE(5, a, b) */ id % 3 as a, id as b from range(20))) group by p;
select count(*) from (select /*+ REPARTITION_BY_RANGE(3, id) */ id from range(0));
select p, min(id), max(id), count(*) from (select id, spark_partition_id() p from (select /*+ REPARTITION_BY_RANGE(1, id) */ id from range(0, 100, 1, 4))) group by p;
select id from (select /*+ REPARTITION_BY_RANGE(3, id) */ id from range(9)) order by id desc limit 4;
