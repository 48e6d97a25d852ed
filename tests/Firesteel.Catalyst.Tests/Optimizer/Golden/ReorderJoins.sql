select 1 from s, fact, n where fact.x = s.x and fact.k = n.k;
select 1 from fact, t, s, n where fact.a = t.a and fact.x = s.x and fact.k = n.k and t.a = 5;
select 1 from t, s;
select 1 from fact join s on fact.x = s.x join n on fact.k = n.k and fact.id / s.y > 1;
select /*+ BROADCAST(fact) */ 1 from fact join n on fact.k = n.k;
