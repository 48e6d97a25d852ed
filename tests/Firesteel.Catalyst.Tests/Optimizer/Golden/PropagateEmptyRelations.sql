select t.a from t join (select x from s where false) q on t.a = q.x;
select t.a, q.x from t left join (select x from s where false) q on t.a = q.x;
select t.a from t left anti join (select x from s where false) q on t.a = q.x;
select a from t where false union all select x from s;
select a, count(*) from t where false group by a;
select count(*) from t where false;
select a from t limit 0;
