select 1 + 2, upper('a'), a + (2 * 3) from t where a > 1 + 1;
select 1 / 0 from t;
select a + rand() * 0 from t;
select case when a = 1 then 1 / 0 else 2 + 3 end from t;
