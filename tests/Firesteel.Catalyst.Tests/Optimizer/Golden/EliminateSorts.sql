select count(*) from (select a from t order by a);
select first(a) from (select a from t order by a);
select sum(a) from (select a from t order by a limit 3);
select q.a from (select a from t order by b) q join s on q.a = s.x;
select a from (select a, b from t order by b) order by a;
