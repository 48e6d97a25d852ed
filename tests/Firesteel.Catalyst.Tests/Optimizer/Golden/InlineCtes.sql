with q as (select a, b from t) select q1.a from q q1 join q q2 on q1.a = q2.b;
with q as (select a from t) select a from q;
with q as (select a, (select max(y) from s where s.x = t.a) m from t) select q1.m from q q1, q q2;
