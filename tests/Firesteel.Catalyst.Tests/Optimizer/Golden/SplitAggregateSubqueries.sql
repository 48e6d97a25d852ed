select a, (select max(y) from s where s.x = t.a) m, count(*) from t group by a;
select sum((select max(y) from s where s.x = t.a)) from t;
