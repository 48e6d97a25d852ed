select a from t union all select x from s limit 3;
(select t.a from t left join s on t.a = s.x) limit 3;
(select * from t cross join n) limit 3;
(select t.a from t join s on t.a = s.x) limit 3;
(select max(a) from t) limit 3;
select * from (select a from t limit 5) limit 3;
select a from t order by a limit 3;
