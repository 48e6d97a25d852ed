select a, count(distinct b), count(distinct c), sum(b) from t group by a;
select count(distinct a) filter (where b > 1) from t;
select a, count(distinct b), sum(b) from t group by a;
