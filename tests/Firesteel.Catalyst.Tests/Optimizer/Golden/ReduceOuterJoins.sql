select t.a from t left join s on t.a = s.x where s.y > 1;
select t.a from t left join s on t.a = s.x where s.y is null;
select t.a from t left join s on t.a = s.x where coalesce(s.y, 1) = 1;
select t.a from t left join s on t.a = s.x where s.y > 1 or t.b = 1;
select t.a from t full join s on t.a = s.x where s.y + 1 > 1;
select t.a from t full join s on t.a = s.x where t.b > 1 and s.y > 1;
select t.a from t right join s on t.a = s.x where t.b <=> 1;
select t.a from t left join s on t.a = s.x join n on s.x = n.k;
