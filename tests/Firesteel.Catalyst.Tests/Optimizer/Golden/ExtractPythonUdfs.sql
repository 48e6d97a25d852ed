select plain(a), b from t;
select plain(inner_plain(a)) from t;
select plain(pandas(a)) + 1 from t;
select a from t where plain(a) > 1 and b > 2;
select t.a from t join s on t.a = s.x and plain(t.b + s.y) = 1;
select plain(a), count(*) from t group by plain(a);
select sum(plain(a)) from t;
select plain(sum(a)) from t group by b
