select a from t where cast(a as bigint) = 5;
select a from t where 5L < a;
select a from t where cast(a as bigint) = 9999999999;
select a from t where cast(a as bigint) < 9999999999;
select a from t where cast(a as smallint) = 5;
select a from t where cast(a as double) = 5;
