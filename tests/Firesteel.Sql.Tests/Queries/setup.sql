create temporary view t as select * from values (1, 10, 'a'), (2, 20, 'b'), (3, null, 'c'), (null, 40, 'd'), (2, 25, null), (5, 0, 'e') as t(a, b, c);
create temporary view s as select * from values (1, 10), (2, null), (2, 20), (null, 30), (6, 60) as s(x, y);
create temporary view n as select * from values (1, 'one'), (2, 'two'), (4, 'four') as n(k, name);
create temporary view e as select * from values (1, 1) as e(x, y) where x > 1;
create temporary view u as select * from values (0, '12'), (1, 'x1'), (2, '7'), (3, '') as u(i, txt);
