select map(a, b) m, count(*) from t group by map(a, b);
select a, count(*) from t group by a;
