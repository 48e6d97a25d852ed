select s.x, s.y from (select named_struct('x', a, 'y', b + 1) s from t);
select s.x + s.x from (select named_struct('x', a * 2, 'y', b) s from t);
select s.x + s.x from (select named_struct('x', a, 'y', b) s from t);
select s, s.x from (select named_struct('x', a, 'y', b) s from t);
select s, s from (select named_struct('x', a, 'y', b) s from t);
