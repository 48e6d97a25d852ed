select distinct a, m from (select a, max(b) m from t group by a);
select distinct m from (select a, max(b) m from t group by a);
select distinct m from (select max(b) m from t);
select max(distinct a), sum(distinct a) from t;
