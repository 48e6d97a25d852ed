select r.a from t as r;
select /*+ BROADCAST(s) */ t.a from t join s on t.a = s.x;
