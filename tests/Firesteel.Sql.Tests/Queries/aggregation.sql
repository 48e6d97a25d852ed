select k, count(*), count(v), sum(v), min(v) from (select if(id % 5 = 0, null, id % 3) k, if(id % 4 = 0, null, id) v from range(100)) group by k order by k;
select k, count(*) from (select if(id < 10, null, cast(null as bigint)) k from range(20)) group by k;
select k, sum(v), count(*) from (select nullif(id % 200000, 7) k, id v from range(0, 400000, 1, 3)) group by k order by k limit 10;
select count(*), sum(s), sum(n) from (select id k, sum(if(id % 3 = 0, null, id)) s, count(*) n from range(0, 200000, 1, 3) group by id);
select count(*), sum(s), sum(n), sum(m) from (select id k, sum(cast(id as int)) s, count(id) n, max(id) m from range(0, 200000, 1, 3) group by id);
select count(*), sum(s) from (select id k, sum(id) filter (where id % 2 = 0) s from range(0, 200000, 1, 3) group by id);
select count(*), sum(s), count(s) from (select id % 150000 k, try_sum(if(id > 199990, 9223372036854775807, id)) s from range(0, 200000, 1, 3) group by 1);
select sum(s) from (select id k, sum(9223372036854775807 - id * 0) s from range(0, 3, 1, 3) group by id);
select k, sum(id), count(1) from (select id % 3 k, id from range(30)) group by k order by k;
