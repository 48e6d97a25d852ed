select case when false then a when true then b else 3 end from t;
select case when a > 1 then 1 when true then 2 when a / b > 0 then 3 end from t;
select coalesce(null, a, 1, b), coalesce(cast(null as int)) from t;
select a from t where a = 1 or a = 2 or a in (3, null);
select a from t where a = 1 or b = 2;
select a in (1), a in (1, 1, 2), a in (cast(null as int)) from t;
