select a from t intersect select x from s;
select a from t except select x from s;
select a from t except all select x from s;
