select t.a from t join s on t.a = s.x where t.a > 5;
select t.a from t join s on t.a = s.x where s.x in (1, 2);
select t.a from t left join s on t.a = s.x where t.a = 5;
select t.a from t left join (select x from s where x > 3) s on t.a = s.x;
select t.a from t left anti join s on t.a = s.x where t.a = 5;
select t.a from t left anti join (select x from s where x > 3) s on t.a = s.x;
select t.a from t join s on t.a = s.x where 10 / t.a > 1;
select t.a from t join s on t.a < s.x where t.a > 5;
