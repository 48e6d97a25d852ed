select a, (select max(y) from s where s.x = t.a) from t;
select a, (select count(*) from s where s.x = t.a) from t;
select a, (select y from s where s.x = t.a) from t;
select a, (select count(*) from s where s.x < t.a) from t;
select a, (select max(y) from s) from t;
