select d + 1 from (select a + 1 as d, b from t);
select d + d from (select a + 1 as d, b from t);
select d from (select rand() as d from t);
select a as e from (select a, b from t);
