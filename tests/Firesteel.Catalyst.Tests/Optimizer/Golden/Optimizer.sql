select n.name, sum(fact.v) from fact join s on fact.x = s.x join n on fact.k = n.k where s.y = 3 and n.k < 5 group by n.name order by 2 desc limit 5;
select a from t where a in (select x from s where y > 1) and b = (select max(y) from s where s.x = t.a);
select a, count(*) from (select a, b from t where b > 1 order by b) where a > 1 group by a having count(*) > 2;
with q as (select a, sum(b) sb from t group by a) select q1.a from q q1 join q q2 on q1.a = q2.a where q1.sb > q2.sb and q1.a = 5;
select a / b from t where b <> 0 and a / b > 1;
select t.a from t left join s on t.a = s.x left join n on s.x = n.k where n.name = 'x';
