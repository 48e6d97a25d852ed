select a, y from t, lateral (select y from s where s.x = t.a);
select a, m from t left join lateral (select max(y) m from s where s.x = t.a) on m > 1;
select a, x from t, lateral (select x from s);
